/** The address holds the page, its filters and its selection: every view is a link, and Back goes back to it. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { AnchorHTMLAttributes, ComponentChildren, JSX, TargetedMouseEvent } from 'preact';
import { pageOf, pagePath } from './base.js';
import { patched, toParams, type ParamValues } from './params.js';
import { rememberScroll, recallScroll } from './scroll-memory.js';

export interface Place {
  readonly page: string;
  readonly params: URLSearchParams;
}

export interface NavigateOptions {
  /** Takes the place of the current entry of the history instead of adding one. */
  readonly replace?: boolean;
}

const place = signal<Place>(readPlace());

/** Where the reader is. */
export const location: ReadonlySignal<Place> = place;

/** @param params those of the page: none of the current ones are kept */
export function navigate(
  page: string,
  params: ParamValues | URLSearchParams = {},
  options: NavigateOptions = {},
): void {
  go(pagePath(page, toParams(params)), options);
}

/** Stays on the page and changes some of its parameters; null removes one. */
export function setParams(patch: Readonly<Record<string, string | null>>, options: NavigateOptions = {}): void {
  const { page, params } = place.value;
  const path = pagePath(page, patched(params, patch));
  if (path !== pagePath(page, params)) go(path, options);
}

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'role'> {
  readonly page: string;
  readonly params?: ParamValues | URLSearchParams;
  readonly children?: ComponentChildren;
}

/** A real link: it can be opened in a new tab, copied and bookmarked. */
export function Link({ page, params, onClick, ...rest }: LinkProps): JSX.Element {
  const follow = (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || !isPlainClick(event)) return;
    event.preventDefault();
    navigate(page, params);
  };
  return <a {...rest} href={pagePath(page, toParams(params))} onClick={follow} />;
}

/** Listens to Back and Forward; called once at start. */
export function startRouter(): void {
  history.scrollRestoration = 'manual';
  currentEntry = entryOfHistory() ?? newEntry();
  history.replaceState({ entry: currentEntry }, '');
  addEventListener('popstate', arrive);
}

let currentEntry = '';

function go(path: string, { replace = false }: NavigateOptions): void {
  rememberScroll(currentEntry);
  if (!replace) currentEntry = newEntry();
  history[replace ? 'replaceState' : 'pushState']({ entry: currentEntry }, '', path);
  place.value = readPlace();
}

function arrive(): void {
  rememberScroll(currentEntry);
  currentEntry = entryOfHistory() ?? newEntry();
  recallScroll(currentEntry);
  place.value = readPlace();
}

function readPlace(): Place {
  const { pathname, search } = window.location;
  return { page: pageOf(pathname), params: new URLSearchParams(search) };
}

function entryOfHistory(): string | undefined {
  return (history.state as { readonly entry?: string } | null)?.entry;
}

// Not only a counter: a reloaded page must not reuse the names of entries before it.
function newEntry(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
