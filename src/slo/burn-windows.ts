/** The windows over which burn rates are told, under the names that PromQL gives them. */
const HOUR_MS = 3_600_000;

export const burnWindowsMs = {
  '5m': HOUR_MS / 12,
  '30m': HOUR_MS / 2,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '1d': 24 * HOUR_MS,
  '3d': 72 * HOUR_MS,
} as const;

/**
 * A window over which burn rates are told.
 *
 * @example
 * ```ts
 * const shown: BurnWindow[] = ['1h', '6h', '3d'];
 * ```
 */
export type BurnWindow = keyof typeof burnWindowsMs;

export const burnWindows = Object.keys(burnWindowsMs) as readonly BurnWindow[];

export const DAY_MS = 24 * HOUR_MS;
