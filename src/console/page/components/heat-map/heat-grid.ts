/** A heat map without its empty edges: of twenty buckets often five are ever met, and those deserve the room. */
import type { HeatMap } from '../../../shapes/index.js';
import type { Quantity } from '../../format/quantity.js';

export interface HeatGrid {
  readonly timesMs: readonly number[];
  /** Upper bounds of the rows, the lowest first; null is infinity. */
  readonly bounds: readonly (number | null)[];
  /** Lower bound of the first row; null where there is none. */
  readonly from: number | null;
  /** By column, then row. */
  readonly counts: readonly (readonly number[])[];
  /** Of each row. */
  readonly totals: readonly number[];
  readonly total: number;
  /** Of any cell. */
  readonly highest: number;
}

export function heatGridOf({ bounds, counts }: HeatMap, timesMs: readonly number[]): HeatGrid {
  const sums = bounds.map((_, row) => sum(counts.map((column) => column[row] ?? 0)));
  const first = Math.max(
    0,
    sums.findIndex((one) => one > 0),
  );
  const last = Math.max(
    first,
    sums.findLastIndex((one) => one > 0),
  );
  const trimmed = counts.map((column) => column.slice(first, last + 1));
  return {
    timesMs,
    bounds: bounds.slice(first, last + 1),
    from: bounds[first - 1] ?? null,
    counts: trimmed,
    totals: sums.slice(first, last + 1),
    total: sum(sums),
    highest: trimmed.reduce((highest, column) => Math.max(highest, ...column), 0),
  };
}

/** `5 ms to 10 ms`, `up to 5 ms`, `over 10 s`. */
export function bucketNames({ bounds, from }: HeatGrid, { format }: Quantity): string[] {
  return bounds.map((bound, row) => {
    const lower = row === 0 ? from : bounds[row - 1]!;
    if (bound === null) return lower === null ? 'any' : `over ${format(lower)}`;
    return lower === null ? `up to ${format(bound)}` : `${format(lower)} to ${format(bound)}`;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
