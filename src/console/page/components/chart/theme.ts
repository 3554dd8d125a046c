/** Colours of a canvas, which CSS does not reach: read from custom properties, and again when the theme changes. */

const PALETTE_SIZE = 8;

export function cssColour(element: Element, property: string): string {
  return getComputedStyle(element).getPropertyValue(property).trim();
}

/** Of the `place`-th line, from 0. */
export function lineColour(element: Element, place: number): string {
  return cssColour(element, lineProperty(place));
}

export function lineProperty(place: number): string {
  return `--series-${(place % PALETTE_SIZE) + 1}`;
}

/** Its colour was there before: it needs another sign. */
export function isSecondRound(place: number): boolean {
  return place >= PALETTE_SIZE;
}

/** @returns what ends the watch */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
