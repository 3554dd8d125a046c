import { brushed, heightOf, isWithin, readMs } from './duration-brush.js';
import type { DurationBin } from '../../../shapes/index.js';

const bins = [binOf(1, 10, 40), binOf(10, 100, 0), binOf(100, 1_000, 1), binOf(1_000, 10_000, 20)];

describe('the duration histogram', () => {
  it('selects the bins that were dragged over, in either direction', () => {
    expect(brushed(bins, 0.3, 0.6)).toEqual({ minMs: 10, maxMs: 1_000 });
    expect(brushed(bins, 0.6, 0.3)).toEqual({ minMs: 10, maxMs: 1_000 });
    expect(brushed(bins, 0.8, 1.4)).toEqual({ minMs: 1_000, maxMs: 10_000 });
    expect(brushed(bins, -1, 0)).toEqual({ minMs: 1, maxMs: 10 });
    expect(brushed([], 0, 1)).toEqual({ minMs: undefined, maxMs: undefined });
  });

  it('shows what is selected', () => {
    const limits = { minMs: 10, maxMs: 1_000 };

    expect(bins.map((bin) => isWithin(bin, limits))).toEqual([false, true, true, false]);
    expect(bins.every((bin) => isWithin(bin, { minMs: undefined, maxMs: undefined }))).toBe(true);
  });

  it('makes a single trace visible beside a thousand', () => {
    expect(bins.map(({ count }) => heightOf(count, bins))).toEqual([1, 0, 0.06, 0.5]);
    expect(heightOf(0, [])).toBe(0);
  });

  it('reads limits from a URL, and takes nonsense for none', () => {
    expect(['250', '0', '1.5'].map(readMs)).toEqual([250, 0, 1.5]);
    expect([null, '', ' ', 'fast', '-3', 'Infinity'].map(readMs)).toEqual(Array.from({ length: 6 }, () => undefined));
  });
});

function binOf(fromMs: number, toMs: number, count: number): DurationBin {
  return { fromMs, toMs, count, errorCount: 0 };
}
