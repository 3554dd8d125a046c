/**
 * What an objective allows to go wrong, and how fast that may be spent before somebody is paged: multi-window, multi-burn-rate
 * alerts as in https://sre.google/workbook/alerting-on-slos.
 */

/** A burn rate that is too high over both windows: the long one tells that it matters, the short one that it still goes on. */
export interface BurnAlert {
  readonly burnRate: number;
  readonly longWindow: '1h' | '6h' | '1d' | '3d';
  readonly shortWindow: '5m' | '30m' | '2h' | '6h';
}

/** Those that page a person. */
export const pageAlerts: readonly BurnAlert[] = [
  { burnRate: 14.4, longWindow: '1h', shortWindow: '5m' },
  { burnRate: 6, longWindow: '6h', shortWindow: '30m' },
];

/** Those that can wait for the next working day. */
export const ticketAlerts: readonly BurnAlert[] = [
  { burnRate: 3, longWindow: '1d', shortWindow: '2h' },
  { burnRate: 1, longWindow: '3d', shortWindow: '6h' },
];

/** More decimals than any objective has. */
const DECIMALS = 12;

/** The share that may be bad, in decimal: 0.001 for 0.999, where binary subtraction leaves 0.0010000000000000009. */
export function errorBudget(objective: number): number {
  return Number((1 - objective).toFixed(DECIMALS));
}

const fastestBurnRate = Math.max(...pageAlerts.map(({ burnRate }) => burnRate));

/** The smallest objective, in hundredths of a per cent, whose page alerts can all fire: all bad is a burn rate of 1 / budget. */
export const SMALLEST_OBJECTIVE = Math.ceil((1 - 1 / fastestBurnRate) * 10_000) / 10_000;

export function canPage(objective: number): boolean {
  return fastestBurnRate * errorBudget(objective) < 1;
}
