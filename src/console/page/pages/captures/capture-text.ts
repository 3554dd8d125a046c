/** Captures as text: what is searched, and bodies as they are read. */
import type { CaptureRow } from '../../../shapes/index.js';

/** Larger documents would take longer to lay out than to read. */
const MAX_PRETTY_LENGTH = 500_000;

export function captureText({ method, url, route, status, reason }: CaptureRow): string {
  return [method, url, route ?? '', status, reason].join(' ').toLowerCase();
}

/** Path and query: scheme and host are the same for nearly all. */
export function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** JSON one field a line; as it is where it is none, or too long. */
export function pretty(text: string): string {
  if (text.length > MAX_PRETTY_LENGTH) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
