/**
 * When readings were made. All series share these times, so that a series is nothing but values. A reading is known by its number,
 * which rises by one; the newest are kept. Two that are far apart have a gap between them: the process slept, or was too busy.
 */

/** Readings further apart than so many intervals have a gap between them. */
const GAP_INTERVALS = 2;

export class PointTimes {
  private readonly timesMs: Float64Array;
  private count = 0;

  constructor(
    private readonly maxPoints: number,
    readonly intervalMs: number,
  ) {
    // One more, since what a point has counted began at the time of the one before it.
    this.timesMs = new Float64Array(maxPoints + 1);
  }

  /** How many values a column has: those of the reading that is being made replace none that is still shown. */
  get slotCount(): number {
    return this.maxPoints + 1;
  }

  /** Of the reading that is being made. */
  get next(): number {
    return this.count;
  }

  /** The reading `next` is complete, and had begun at this time. */
  add(nowMs: number): void {
    this.timesMs[this.slotOf(this.count++)] = nowMs;
  }

  /** -1 before the first reading. */
  get newest(): number {
    return this.count - 1;
  }

  get oldest(): number {
    return Math.max(0, this.count - this.maxPoints);
  }

  slotOf(point: number): number {
    return point % this.slotCount;
  }

  timeMs(point: number): number {
    return this.timesMs[this.slotOf(point)]!;
  }

  /** Since when a point has counted; the very first one has counted nothing. */
  startMs(point: number): number {
    return this.timeMs(Math.max(0, point - 1));
  }

  spanMs(point: number): number {
    return this.timeMs(point) - this.startMs(point);
  }

  isAfterGap(point: number): boolean {
    return this.spanMs(point) > GAP_INTERVALS * this.intervalMs;
  }

  /** The first point of the window that ends with `last`; `last + 1` where not even that one fits into it. */
  windowStart(last: number, windowMs: number): number {
    const startMs = this.timeMs(last) - windowMs;
    let first = last + 1;
    // What was counted during a long gap is no part of a short window; where timers are early or late, most of a point has to be.
    while (first > this.oldest && this.middleMs(first - 1) > startMs) first--;
    return first;
  }

  /** The first point at or after a time; one more than the newest where there is none. */
  firstSince(timeMs: number): number {
    let first = this.newest + 1;
    while (first > this.oldest && this.timeMs(first - 1) >= timeMs) first--;
    return first;
  }

  private middleMs(point: number): number {
    return (this.startMs(point) + this.timeMs(point)) / 2;
  }
}
