/** The points of one metric from some point on, and how much of their time something is known of it. */
import type { MetricHistory } from './metric-history.js';
import type { PointTimes } from './point-times.js';

export class KnownPoints {
  /** In the order of the points. */
  readonly slots: readonly number[];
  /** By point, all known time before it; one point more than there are. */
  private readonly knownMsBefore: Float64Array;

  constructor(
    times: PointTimes,
    metric: MetricHistory,
    private readonly first: number,
  ) {
    const points = Array.from({ length: Math.max(0, times.newest - first + 1) }, (_, index) => first + index);
    this.slots = points.map((point) => times.slotOf(point));
    this.knownMsBefore = new Float64Array(points.length + 1);
    for (const [index, point] of points.entries()) {
      const knownMs = metric.isKnown(this.slots[index]!) ? times.spanMs(point) : 0;
      this.knownMsBefore[index + 1] = this.knownMsBefore[index]! + knownMs;
    }
  }

  /** Where a point stands among them; those before the first count as the first. */
  indexOf(point: number): number {
    return Math.max(0, point - this.first);
  }

  knownMs(first: number, last: number): number {
    return this.knownMsBefore[this.indexOf(last + 1)]! - this.knownMsBefore[this.indexOf(first)]!;
  }
}
