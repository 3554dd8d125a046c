/** The times of an answer: those of the readings, and one without values in each gap. */
import type { PointTimes } from '../recorder/series/point-times.js';

export class MetricAxis {
  readonly timesMs: readonly number[];
  /** By time: the point of the history; undefined in a gap. */
  private readonly points: readonly (number | undefined)[];

  /** @param toEpochMs of a reading of the clock */
  constructor(
    readonly times: PointTimes,
    readonly first: number,
    toEpochMs: (readingMs: number) => number,
  ) {
    const points: (number | undefined)[] = [];
    const timesMs: number[] = [];
    const put = (point: number | undefined, readingMs: number): void => {
      points.push(point);
      timesMs.push(toEpochMs(readingMs));
    };
    for (let point = first; point <= times.newest; point++) {
      if (point > first && times.isAfterGap(point)) put(undefined, times.startMs(point) + times.intervalMs);
      put(point, times.timeMs(point));
    }
    this.points = points;
    this.timesMs = timesMs;
  }

  get last(): number {
    return this.times.newest;
  }

  /** One value a time. */
  values<T>(valueAt: (point: number) => T, inGap: T): T[] {
    return this.points.map((point) => (point === undefined ? inGap : valueAt(point)));
  }

  /** The same over the window that ends at each time; null where the window has nothing in it. */
  windowed(windowMs: number, valueOf: (first: number, last: number) => number | null): (number | null)[] {
    return this.values<number | null>((point) => {
      const first = this.times.windowStart(point, windowMs);
      return first > point ? null : valueOf(first, point);
    }, null);
  }
}
