/** Keys that work anywhere on the page. What was bound last is asked first; nothing is taken from somebody who types. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { readStored, store } from './storage.js';

/** May answer false: "not mine", and the key goes on to whoever bound it before, or to the browser. */
export type KeyHandler = (event: KeyboardEvent) => unknown;
/** By key, or by two in a row: `j`, `g t`, `Enter`, `Esc`, `Up`, `space`, `?`. */
export type KeyBindings = Readonly<Record<string, KeyHandler>>;

interface Layer {
  bindings: KeyBindings;
  descriptions: Readonly<Record<string, string>>;
}

const sequenceMs = 1_000;
const layers = signal<readonly Layer[]>([]);
const lettersOn = signal(readStored('keys') !== 'off');

/** Whether single letters are shortcuts; people who speak to their computer switch them off (WCAG 2.1.4). */
export const areLettersOn: ReadonlySignal<boolean> = lettersOn;

export function toggleLetters(): void {
  lettersOn.value = !lettersOn.value;
  store('keys', lettersOn.value ? 'on' : 'off');
}

/** @param descriptions by the same keys, for the list behind `?`; a key without one is not listed */
export function useKeys(bindings: KeyBindings, descriptions: Readonly<Record<string, string>> = {}): void {
  const layer = useRef<Layer>({ bindings, descriptions });
  layer.current.bindings = normalised(bindings);
  layer.current.descriptions = normalised(descriptions);
  // With the field that it leads to, not a frame later.
  useLayoutEffect(() => {
    const own = layer.current;
    layers.value = [...layers.peek(), own];
    return () => (layers.value = layers.peek().filter((other) => other !== own));
  }, []);
}

/** What can be pressed now, the page's own first. */
export function listKeys(): readonly { readonly key: string; readonly description: string }[] {
  const byKey = new Map<string, string>();
  for (const { descriptions } of layers.value.toReversed()) {
    for (const [key, description] of Object.entries(descriptions)) if (!byKey.has(key)) byKey.set(key, description);
  }
  return [...byKey].map(([key, description]) => ({ key, description }));
}

/** Called once at start. */
export function startKeyboard(): void {
  addEventListener('keydown', press);
}

let first: { readonly key: string; readonly atMs: number } | undefined;

function press(event: KeyboardEvent): void {
  const key = keyOf(event.key);
  if (event.defaultPrevented || !isForUs(event, key)) return;
  const before = first !== undefined && event.timeStamp - first.atMs < sequenceMs ? first.key : undefined;
  first = undefined;
  if (before !== undefined && offer(`${before} ${key}`, event)) return;
  if (offer(key, event)) return;
  if (startsSequence(key)) first = { key, atMs: event.timeStamp };
}

function offer(key: string, event: KeyboardEvent): boolean {
  for (const { bindings } of layers.peek().toReversed()) {
    if (bindings[key] === undefined || bindings[key](event) === false) continue;
    event.preventDefault();
    return true;
  }
  return false;
}

function startsSequence(key: string): boolean {
  return layers.peek().some(({ bindings }) => Object.keys(bindings).some((name) => name.startsWith(`${key} `)));
}

function isForUs(event: KeyboardEvent, key: string): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (key.length === 1 && !lettersOn.peek()) return false;
  const element = event.target instanceof Element ? event.target : undefined;
  if (element?.closest('input, textarea, select, [contenteditable=""], [contenteditable="true"]')) return key === 'Esc';
  return !(
    (key === 'Enter' || key === 'space') &&
    element?.closest('button, a[href], summary, [role="tab"], [role="menuitem"]')
  );
}

const otherNames: Readonly<Record<string, string>> = {
  ' ': 'space',
  Space: 'space',
  Spacebar: 'space',
  Escape: 'Esc',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

function keyOf(name: string): string {
  return otherNames[name] ?? name;
}

function normalised<T>(byKey: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(byKey).map(([keys, value]) => [sequenceOf(keys), value]));
}

function sequenceOf(keys: string): string {
  return keys === ' ' ? 'space' : keys.split(' ').map(keyOf).join(' ');
}
