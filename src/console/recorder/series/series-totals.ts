/**
 * What several series of one metric have counted together, over any window of the points that are kept. Running totals make each
 * window one subtraction, however long it is.
 */
import { histogramQuantile } from './histogram-quantile.js';
import type { KnownPoints } from './known-points.js';
import type { Series } from './series.js';

export class SeriesTotals {
  /** Of counters one, of histograms one a bucket. */
  private readonly columnCount: number;
  /** By point and column, all that was counted before that point; one point more than there are. */
  private readonly before: Float64Array;

  constructor(
    private readonly points: KnownPoints,
    private readonly bounds: readonly number[],
    series: readonly Series[],
  ) {
    this.columnCount = bounds.length + 1;
    this.before = this.runningTotals(series);
  }

  /** By column. */
  sums(first: number, last: number): Float64Array {
    const { points, columnCount, before } = this;
    const [start, end] = [points.indexOf(first) * columnCount, points.indexOf(last + 1) * columnCount];
    const sums = before.slice(end, end + columnCount);
    for (let column = 0; column < columnCount; column++) sums[column]! -= before[start + column]!;
    return sums;
  }

  count(first: number, last: number): number {
    return this.sums(first, last).reduce((sum, count) => sum + count, 0);
  }

  /** Per second of the time that is known; null where nothing is. */
  rate(first: number, last: number): number | null {
    const knownMs = this.points.knownMs(first, last);
    return knownMs === 0 ? null : (this.count(first, last) * 1000) / knownMs;
  }

  /** In the metric's unit; null without observations. */
  quantile(ratio: number, first: number, last: number): number | null {
    return histogramQuantile(ratio, this.bounds, this.sums(first, last));
  }

  /** Whether anything of this time is known. */
  isKnown(first: number, last: number): boolean {
    return this.points.knownMs(first, last) > 0;
  }

  private runningTotals(series: readonly Series[]): Float64Array {
    const { columnCount } = this;
    const { slots } = this.points;
    const counts = new Float64Array((slots.length + 1) * columnCount);
    // Each point's counts stand one point later, where they come before.
    const after = counts.subarray(columnCount);
    for (const { increments } of series)
      for (const [column, gained] of increments.entries()) gained.addTo(after, { column, columnCount, slots });
    for (let index = columnCount; index < counts.length; index++) counts[index]! += counts[index - columnCount]!;
    return counts;
  }
}
