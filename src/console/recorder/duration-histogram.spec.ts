import { durationHistogram } from './duration-histogram.js';

function binsOf(...durationsMs: readonly number[]) {
  return durationHistogram(durationsMs.map((durationMs) => ({ durationMs, errorCount: 0 })));
}

it('Durations fall into five bins a decade, those between the first and the last one included', () => {
  expect(binsOf(1, 1.2, 12).map(({ fromMs, toMs, count }) => [fromMs, toMs, count])).toEqual([
    [1, 1.58, 2],
    [1.58, 2.51, 0],
    [2.51, 3.98, 0],
    [3.98, 6.31, 0],
    [6.31, 10, 0],
    [10, 15.8, 1],
  ]);
});

it('Traces with errors are counted apart', () => {
  const rows = [
    { durationMs: 5, errorCount: 0 },
    { durationMs: 5, errorCount: 3 },
  ];

  expect(durationHistogram(rows)).toEqual([{ fromMs: 3.98, toMs: 6.31, count: 2, errorCount: 1 }]);
});

it('Every duration lies between the edges of its bin, on an edge too', () => {
  const durations = [0, 0.001, 0.01, 0.1, 1, 10, 100, 1_000, 15.8, 15.799, 3.98, 86_400_000, ...edges()];
  for (const durationMs of durations) {
    const [bin] = binsOf(durationMs);

    expect(durationMs).toBeGreaterThanOrEqual(bin!.fromMs);
    expect(durationMs).toBeLessThan(bin!.toMs);
  }
});

it('Nothing has no bins', () => {
  expect(durationHistogram([])).toEqual([]);
});

function edges(): number[] {
  return binsOf(0, 86_400_000).flatMap(({ fromMs }) => [fromMs, fromMs * 1.000_001, fromMs * 0.999_999]);
}
