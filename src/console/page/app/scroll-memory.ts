/** Back shows a page as it was left: how far each scrolling element was, by entry of the browser's history. */
import { useLayoutEffect } from 'preact/hooks';
import type { RefObject } from 'preact';

type Positions = ReadonlyMap<string, number>;

const maxEntries = 100;
const positionsByEntry = new Map<string, Positions>();
let recalled = new Map<string, number>();

/** Keeps where the elements named by `useScrollMemory` are now. */
export function rememberScroll(entry: string): void {
  const elements = document.querySelectorAll<HTMLElement>('[data-scroll]');
  const positions = new Map([...elements].map((element) => [element.dataset['scroll'] ?? '', element.scrollTop]));
  positionsByEntry.delete(entry);
  positionsByEntry.set(entry, positions);
  for (const oldest of positionsByEntry.keys()) {
    if (positionsByEntry.size <= maxEntries) break;
    positionsByEntry.delete(oldest);
  }
}

/** From now on elements go back to where they were, each as soon as it is tall enough. */
export function recallScroll(entry: string): void {
  recalled = new Map(positionsByEntry.get(entry));
}

/** Looked at after every rendering, since rows often come after their page. */
export function useScrollMemory(ref: RefObject<HTMLElement | null>, name: string): void {
  useLayoutEffect(() => {
    const element = ref.current;
    const top = recalled.get(name);
    if (element === null || top === undefined || element.scrollHeight < top + element.clientHeight) return;
    element.scrollTop = top;
    recalled.delete(name);
  });
}
