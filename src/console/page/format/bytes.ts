/** Sizes in binary units: `512 B`, `1.5 KiB`, `64 MiB`. */
import { spaced } from './spaced.js';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A dash where it is not known. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return '–';
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return spaced(power === 0 || value >= 100 ? value.toFixed(0) : trimmed(value), units[power] ?? 'B');
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}
