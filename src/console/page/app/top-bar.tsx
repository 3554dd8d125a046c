/** Which application this is, whether what is shown is live, and what concerns all pages. */
import type { JSX } from 'preact';
import { Badge } from '../components/badge.js';
import { DarkIcon, HelpIcon, LightIcon, MenuIcon, PauseIcon, PlayIcon, SystemIcon } from '../components/icons.js';
import { StatusMark } from '../components/status-mark.js';
import type { Tone } from '../components/tone.js';
import { formatCount } from '../format/count.js';
import { refusal } from './api.js';
import type { Connection } from './live-link.js';
import { connection, isPaused, pendingCount, togglePause } from './live.js';
import { Link } from './router.js';
import { session } from './session.js';
import { nextTheme, theme, type Theme } from './theme.js';
import './top-bar.css';

interface TopBarProps {
  readonly onMenu: () => void;
  readonly onHelp: () => void;
}

export function TopBar({ onMenu, onHelp }: TopBarProps): JSX.Element {
  return (
    <header class="top-bar">
      <button type="button" class="button button-bare top-bar-menu" aria-label="Pages" onClick={onMenu}>
        <MenuIcon />
      </button>
      <ServiceName />
      <div class="top-bar-tools">
        {session.value === undefined || refusal.value !== undefined ? null : <LiveState />}
        <ThemeButton />
        <button
          type="button"
          class="button button-bare"
          aria-label="Keys and help"
          title="Keys and help (?)"
          onClick={onHelp}
        >
          <HelpIcon />
        </button>
      </div>
    </header>
  );
}

function ServiceName(): JSX.Element {
  const service = session.value?.service;
  return (
    <div class="top-bar-service">
      <Link page="overview" class="top-bar-name cut">
        {service?.name ?? 'Console'}
      </Link>
      {service === undefined ? null : <span class="top-bar-version quiet number cut">{service.version}</span>}
      {service === undefined ? null : <Badge>{service.environment}</Badge>}
    </div>
  );
}

const states: Readonly<Record<Connection, { readonly tone: Tone; readonly text: string; readonly hint: string }>> = {
  connecting: { tone: 'info', text: 'Connecting', hint: 'Connecting to the application' },
  open: { tone: 'ok', text: 'Live', hint: 'Changes appear as they happen' },
  lost: { tone: 'warn', text: 'Reconnecting', hint: 'The application does not answer; what is shown may be old' },
  over: { tone: 'error', text: 'Not live', hint: 'The application sends no more: load the page anew' },
};

function LiveState(): JSX.Element {
  return (
    <>
      <ConnectionState />
      <PauseButton />
    </>
  );
}

function ConnectionState(): JSX.Element {
  const { tone, text, hint } = states[connection.value];
  return (
    <span class="top-bar-state" role="status" title={hint}>
      <StatusMark status={tone} />
      <span class="top-bar-state-text">{text}</span>
    </span>
  );
}

function PauseButton(): JSX.Element {
  const news = pendingCount.value;
  return (
    <button
      type="button"
      class="button"
      aria-pressed={isPaused.value}
      title="Pause the view (space)"
      onClick={togglePause}
    >
      {isPaused.value ? <PlayIcon /> : <PauseIcon />}
      <span class="top-bar-pause-text">{isPaused.value ? 'Paused' : 'Pause'}</span>
      {news === 0 ? null : <span class="number">{formatCount(news)} new</span>}
    </button>
  );
}

const themes: Readonly<Record<Theme, { readonly icon: () => JSX.Element; readonly name: string }>> = {
  system: { icon: SystemIcon, name: 'as the system' },
  light: { icon: LightIcon, name: 'light' },
  dark: { icon: DarkIcon, name: 'dark' },
};

function ThemeButton(): JSX.Element {
  const { icon: ThemeIcon, name } = themes[theme.value];
  return (
    <button
      type="button"
      class="button button-bare"
      aria-label={`Theme: ${name}`}
      title={`Theme: ${name}`}
      onClick={nextTheme}
    >
      <ThemeIcon />
    </button>
  );
}
