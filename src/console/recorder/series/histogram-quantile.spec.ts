import { histogramQuantile } from './histogram-quantile.js';

const bounds = [0.1, 0.5, 1];

// What Prometheus' own function answers for the same buckets.
it.each([
  ['lies within a bucket in proportion', 0.5, [10, 10, 0, 0], 0.1],
  ['lies between the bounds of its bucket', 0.75, [10, 10, 0, 0], 0.3],
  ['begins at 0 in the first bucket', 0.5, [10, 0, 0, 0], 0.05],
  ['is the highest bound where it lies above it', 0.99, [1, 0, 0, 99], 1],
  ['passes over empty buckets', 0.95, [90, 0, 10, 0], 0.75],
  ['is unknown without observations', 0.5, [0, 0, 0, 0], null],
])('%s', (_what, ratio, counts, expected) => {
  const quantile = histogramQuantile(ratio, bounds, counts);

  if (expected === null) expect(quantile).toBeNull();
  else expect(quantile).toBeCloseTo(expected, 12);
});

it('is the first bound where that is not above 0, and unknown without bounds', () => {
  expect(histogramQuantile(0.5, [-1, 1], [3, 0, 0])).toBe(-1);
  expect(histogramQuantile(0.5, [], [3])).toBeNull();
});
