/** What can be pressed, and what can be said in a query: behind `?`. */
import type { JSX } from 'preact';
import { CloseIcon } from '../components/icons.js';
import { Dialog } from '../components/dialog.js';
import { formatBytes } from '../format/bytes.js';
import { formatCount } from '../format/count.js';
import { areLettersOn, listKeys, toggleLetters } from './keyboard.js';
import { session } from './session.js';
import './key-help.css';

export function KeyHelp({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog label="Keys and help" class="key-help" onClose={onClose}>
      <div class="key-help-head">
        <h2>Keys and help</h2>
        <button type="button" class="button button-bare" aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      <ul class="key-help-list">
        {[...listKeys(), closing].map(({ key, description }) => (
          <li key={key}>
            <span class="key-help-keys">
              {key.split(' ').map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
            </span>
            {description}
          </li>
        ))}
      </ul>
      <label class="key-help-switch">
        <input type="checkbox" checked={areLettersOn.value} onChange={toggleLetters} /> Single letters are shortcuts
      </label>
      <Queries />
      <Limits />
    </Dialog>
  );
}

/** The browser's own: a dialog has it without asking. */
const closing = { key: 'Esc', description: 'Close what is open' };

const examples: readonly (readonly [query: string, meaning: string])[] = [
  ['status:error', 'a field and its value'],
  ['route:"/orders/:id"', 'values with spaces or colons in quotes'],
  ['dur>200ms', 'longer than'],
  ['-kind:cron', 'without'],
  ['user.id:42', 'any attribute'],
  ['"free text"', 'anywhere in names and messages'],
];

function Queries(): JSX.Element {
  return (
    <section>
      <h3>Queries</h3>
      <dl class="key-help-queries">
        {examples.map(([query, meaning]) => (
          <div key={query}>
            <dt class="mono">{query}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Limits(): JSX.Element | null {
  const limits = session.value?.limits;
  if (limits === undefined) return null;
  return (
    <p class="quiet">
      All of it is kept in memory: at most {formatBytes(limits.maxBytes)}, {formatCount(limits.maxTraces)} traces of{' '}
      {formatCount(limits.maxSpansPerTrace)} spans, {formatCount(limits.maxLogs)} log lines,{' '}
      {formatCount(limits.maxSeries)} series. The oldest go first; the last failures and the slowest of each route are
      kept back.
    </p>
  );
}
