import { SUMMARY_QUANTILES } from '../../prometheus-values.js';
import { QuantileSketch } from '../../quantile-sketch.js';
import { MergedQuantiles } from './merged-quantiles.js';

function binsOf(values: readonly number[]) {
  const sketch = new QuantileSketch();
  for (const value of values) sketch.add(value);
  return sketch.bins();
}

const shown = (merged: MergedQuantiles) => SUMMARY_QUANTILES.map((ratio) => merged.quantile(ratio));

describe('MergedQuantiles', () => {
  it('has no answer where nobody has told anything', () => {
    expect(shown(new MergedQuantiles())).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it.each([
    ['without observations', { labels: [], bins: [] }],
    ['with labels only', { labels: ['a'] }],
  ])('has no answer from a process %s', (_what, state) => {
    const merged = new MergedQuantiles();

    merged.merge(state);

    expect(merged.quantile(0.5)).toBeNaN();
  });

  it('answers as one sketch that had seen everything', () => {
    const merged = new MergedQuantiles();
    const one = new QuantileSketch();
    const lists = [[1, 2, 3, 3], [], [40, 50, 60]];
    for (const value of lists.flat()) one.add(value);

    for (const list of lists) merged.merge({ labels: [], bins: binsOf(list) });

    expect(shown(merged)).toEqual(SUMMARY_QUANTILES.map((ratio) => one.quantile(ratio)));
    expect(merged.quantile(0.5)).toBeCloseTo(3, 1);
  });

  it('shows the largest of each quantile where processes tell numbers only', () => {
    const merged = new MergedQuantiles();

    merged.merge({ labels: [], quantiles: [1, 20, 3, 'Infinity'] });
    merged.merge({ labels: [], quantiles: [10, 2, 'NaN', 4] });

    expect(shown(merged)).toEqual([10, 20, 3, Infinity]);
    expect(merged.quantile(0.123)).toBeNaN();
  });

  it('has no answer where a process tells quantiles of no observation', () => {
    const merged = new MergedQuantiles();

    merged.merge({ labels: [], quantiles: ['NaN', 'NaN', 'NaN', 'NaN'] });

    expect(merged.quantile(0.5)).toBeNaN();
  });
});
