/** Times of day in the reader's own zone, and how long ago something was. */
import { spaced } from './spaced.js';

/** `14:03:22.125` */
export function formatClock(timeMs: number): string {
  const time = new Date(timeMs);
  return `${formatSeconds(timeMs)}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

/** `14:03:22` */
export function formatSeconds(timeMs: number): string {
  const time = new Date(timeMs);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':');
}

/** `2026-11-21 14:03:22.125` */
export function formatDateTime(timeMs: number): string {
  const time = new Date(timeMs);
  return `${time.getFullYear()}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())} ${formatClock(timeMs)}`;
}

/** `now`, `12 s ago`, `5 m ago`, `3 h ago`, `2 d ago` */
export function formatAgo(timeMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - timeMs) / 1_000));
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${spaced(String(seconds), 's')} ago`;
  if (seconds < 3_600) return `${spaced(String(Math.floor(seconds / 60)), 'm')} ago`;
  if (seconds < 86_400) return `${spaced(String(Math.floor(seconds / 3_600)), 'h')} ago`;
  return `${spaced(String(Math.floor(seconds / 86_400)), 'd')} ago`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
