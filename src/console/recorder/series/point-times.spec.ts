import { PointTimes } from './point-times.js';

function timesOf(readings: readonly number[], maxPoints = 100): PointTimes {
  const times = new PointTimes(maxPoints, 5_000);
  readings.forEach((readingMs) => times.add(readingMs));
  return times;
}

const every = (intervalMs: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => index * intervalMs);

describe('PointTimes', () => {
  it.each([
    ['is punctual', 5_000],
    ['is late', 5_004],
    ['is early', 4_997],
  ])('has twelve points in a minute where the timer %s', (_how, intervalMs) => {
    const times = timesOf(every(intervalMs, 50));

    expect(times.newest - times.windowStart(times.newest, 60_000) + 1).toBe(12);
  });

  it('leaves a point out whose time lies mostly before the window', () => {
    const times = timesOf([0, 5_000, 3_605_000, 3_610_000]);

    expect(times.windowStart(2, 60_000)).toBe(3);
    expect(times.windowStart(3, 60_000)).toBe(3);
    expect(times.windowStart(3, 3_600_000)).toBe(2);
    expect([1, 2, 3].map((point) => times.isAfterGap(point))).toEqual([false, true, false]);
  });

  it('keeps the newest, and knows since when the oldest of them has counted', () => {
    const times = timesOf(every(5_000, 25), 10);

    expect([times.oldest, times.newest]).toEqual([15, 24]);
    expect([times.startMs(15), times.timeMs(15), times.timeMs(24)]).toEqual([70_000, 75_000, 120_000]);
    expect(times.windowStart(24, 3_600_000)).toBe(15);
  });

  it('finds the first point since a time', () => {
    const times = timesOf(every(5_000, 5));

    expect([times.firstSince(0), times.firstSince(7_000), times.firstSince(20_000), times.firstSince(20_001)]).toEqual([
      0, 2, 4, 5,
    ]);
  });
});
