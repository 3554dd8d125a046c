import { comparisonText, type Pair } from '../../bench/compare/comparison.js';
import { figure } from './measured-example.js';

function pairs(ratios: readonly number[]): Pair[] {
  return ratios.map((ratio) => ({ a: [figure('f', 1.1)], b: [figure('f', 1.1 * ratio)] }));
}

function line(compared: readonly Pair[]): string {
  return comparisonText(compared).split('\n')[2]!;
}

describe('a comparison of two builds', () => {
  it('calls B higher when nearly all pairs say so', () => {
    const text = line(pairs([1.1, 1.2, 1.1, 1.2, 1.1, 1.2]));

    expect(text).toMatch(/^f +1\.150 +1\.100 to 1\.200 +higher +0\.031 +title of f$/);
  });

  it('calls B lower when nearly all pairs say so', () => {
    expect(line(pairs([0.9, 0.9, 0.9, 0.9, 0.9, 0.9]))).toContain('lower');
  });

  it('does not tell apart what differs by chance', () => {
    expect(line(pairs([1.1, 0.9, 1.2, 0.8, 1.1, 1.1]))).toContain('not distinguishable');
  });

  it('gives no ratio of nothing', () => {
    expect(line([{ a: [figure('f', 0)], b: [figure('f', 0)] }])).toContain('no ratio');
  });
});
