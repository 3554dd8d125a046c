import { formatDuration } from './duration.js';

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [0.0004, '0.40 µs'],
    [0.34, '340 µs'],
    [0.9996, '1.00 ms'],
    [1.254, '1.25 ms'],
    [48.04, '48.0 ms'],
    [358.4, '358 ms'],
    [999.6, '1.00 s'],
    [2_349, '2.35 s'],
    [59_960, '1 m 00 s'],
    [65_000, '1 m 05 s'],
    [3_599_999, '1 h 00 m'],
    [11_520_000, '3 h 12 m'],
    [187_200_000, '2 d 4 h'],
    [-1.5, '−1.50 ms'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('of %p ms is written %p', (durationMs, text) => {
    expect(formatDuration(durationMs).replaceAll('\u00a0', ' ')).toBe(text);
  });
});
