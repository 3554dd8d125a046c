import { MinuteCounts } from './minute-counts.js';

const MINUTE_MS = 60_000;
const START_MS = 1_000_000 * MINUTE_MS;

describe('MinuteCounts', () => {
  it('tells the last sixty minutes, the current one last', () => {
    const counts = new MinuteCounts();
    counts.add(START_MS);
    counts.add(START_MS + 59_999);
    counts.add(START_MS + 2 * MINUTE_MS);

    expect(counts.list(START_MS + 3 * MINUTE_MS).slice(-5)).toEqual([0, 2, 0, 1, 0]);
    expect(counts.list(START_MS + 3 * MINUTE_MS)).toHaveLength(60);
  });

  it('forgets what is older than an hour, also after a long silence', () => {
    const counts = new MinuteCounts();
    for (let minute = 0; minute < 60; minute++) counts.add(START_MS + minute * MINUTE_MS);

    expect(counts.list(START_MS + 59 * MINUTE_MS)).toEqual(minutes(60, 1));
    expect(counts.list(START_MS + 69 * MINUTE_MS)).toEqual([...minutes(50, 1), ...minutes(10, 0)]);
    expect(counts.list(START_MS + 500 * MINUTE_MS)).toEqual(minutes(60, 0));
  });

  it('counts in the current minute when the clock was set back', () => {
    const counts = new MinuteCounts();
    counts.add(START_MS);
    counts.add(START_MS - 90 * MINUTE_MS);

    expect(counts.list(START_MS - 90 * MINUTE_MS).at(-1)).toBe(2);
  });
});

function minutes(length: number, count: number): number[] {
  return Array.from({ length }, () => count);
}
