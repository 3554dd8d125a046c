/** The frame around every page: bar, menu, page, and the keys that work everywhere. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Badge } from '../components/badge.js';
import { Dialog } from '../components/dialog.js';
import { KeyHelp } from './key-help.js';
import { useKeys } from './keyboard.js';
import { togglePause } from './live.js';
import { Navigation } from './navigation.js';
import { PageView } from './page-view.js';
import { entryOf } from './pages.js';
import { location, navigate } from './router.js';
import { useScrollMemory } from './scroll-memory.js';
import { session } from './session.js';
import { TopBar } from './top-bar.js';
import './shell.css';

type Overlay = 'menu' | 'help';

const goKeys: Readonly<Record<string, string>> = {
  'g o': 'overview',
  'g t': 'traces',
  'g l': 'logs',
  'g m': 'metrics',
  'g e': 'errors',
  'g h': 'health',
  'g s': 'objectives',
  'g p': 'profiles',
  'g i': 'ai',
  'g j': 'journeys',
  'g v': 'events',
  'g a': 'application',
  'g c': 'captures',
};

export function Shell(): JSX.Element {
  const [overlay, setOverlay] = useState<Overlay | undefined>(undefined);
  const close = (): void => setOverlay(undefined);
  const main = useRef<HTMLElement>(null);
  useScrollMemory(main, 'page');
  useTitle();
  useFocusOnPage(main);
  useGlobalKeys(() => setOverlay('help'));
  const skip = (event: MouseEvent): void => (event.preventDefault(), main.current?.focus());
  return (
    <div class="shell">
      <a class="skip-link" href="#main" onClick={skip}>
        Skip to the page
      </a>
      <TopBar onMenu={() => setOverlay('menu')} onHelp={() => setOverlay('help')} />
      <div class="shell-menu">
        <Navigation />
      </div>
      <main id="main" class="shell-page" data-scroll="page" tabIndex={-1} ref={main}>
        <PageView />
      </main>
      {overlay === 'menu' ? (
        <Dialog label="Pages" class="shell-drawer" onClose={close}>
          <MenuHead />
          <Navigation onChoose={close} />
        </Dialog>
      ) : null}
      {overlay === 'help' ? <KeyHelp onClose={close} /> : null}
    </div>
  );
}

/** What the bar has no room for. */
function MenuHead(): JSX.Element | null {
  const service = session.value?.service;
  if (service === undefined) return null;
  return (
    <p class="shell-drawer-head">
      <b>{service.name}</b> <span class="quiet number">{service.version}</span> <Badge>{service.environment}</Badge>
    </p>
  );
}

function useTitle(): void {
  const known = session.value;
  const title = known === undefined ? undefined : entryOf(known, location.value.page)?.title;
  useEffect(() => {
    document.title = [title, known?.service.name ?? 'Console'].filter(Boolean).join(' · ');
  }, [title, known]);
}

// Those who hear the page, or use keys only, start at the top of the new one.
function useFocusOnPage(main: { readonly current: HTMLElement | null }): void {
  const { page } = location.value;
  const before = useRef(page);
  useEffect(() => {
    if (before.current !== page) main.current?.focus({ preventScroll: true });
    before.current = page;
  }, [page]);
}

function useGlobalKeys(help: () => void): void {
  const pages = session.value?.pages ?? [];
  const known = Object.entries(goKeys).flatMap(([key, id]) =>
    pages.filter((page) => page.id === id).map((page) => ({ key, page })),
  );
  useKeys(
    {
      ...Object.fromEntries(known.map(({ key, page }) => [key, () => navigate(page.id)])),
      space: togglePause,
      '?': help,
    },
    {
      ...Object.fromEntries(known.map(({ key, page }) => [key, page.title])),
      '/': 'Search',
      space: 'Pause, go on',
      '?': 'Keys and help',
    },
  );
}
