/** Durations as people read them: three figures that matter, and the unit that fits. */
import { spaced } from './spaced.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `340 µs`, `1.25 ms`, `48 ms`, `2.35 s`, `1 m 05 s`, `3 h 12 m`, `2 d 4 h`; a dash where it is not known. */
export function formatDuration(durationMs: number | null | undefined): string {
  if (durationMs === null || durationMs === undefined || !Number.isFinite(durationMs)) return '–';
  if (durationMs < 0) return `−${formatDuration(-durationMs)}`;
  if (durationMs === 0) return spaced('0', 'ms');
  if (durationMs < 0.9995) return spaced(figures(durationMs * 1_000), 'µs');
  if (durationMs < 999.5) return spaced(figures(durationMs), 'ms');
  if (durationMs < 59_950) return spaced(figures(durationMs / 1_000), 's');
  return formatLong(durationMs);
}

function formatLong(durationMs: number): string {
  if (durationMs < hourMs - 500) return pair(durationMs, minuteMs, 'm', 1_000, 's');
  if (durationMs < dayMs - minuteMs / 2) return pair(durationMs, hourMs, 'h', minuteMs, 'm');
  return pair(durationMs, dayMs, 'd', hourMs, 'h');
}

function pair(durationMs: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const smallCount = Math.round(durationMs / smallMs);
  const perLarge = largeMs / smallMs;
  const rest = String(smallCount % perLarge).padStart(small === 'h' ? 1 : 2, '0');
  return `${spaced(String(Math.floor(smallCount / perLarge)), large)} ${spaced(rest, small)}`;
}

function figures(value: number): string {
  if (value >= 99.5) return value.toFixed(0);
  return value >= 9.95 ? value.toFixed(1) : value.toFixed(2);
}
