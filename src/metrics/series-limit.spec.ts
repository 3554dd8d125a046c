import { Diagnostics } from '../kernel/index.js';
import { SeriesTable, type SeriesBudget } from './series-limit.js';

function tableOf(labelNames: string[], { maxSeries = 1000, maxLabelValues = 100, labelLimits = {} } = {}) {
  const warnings: string[] = [];
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  const limits = { maxSeries, maxLabelValues, labelLimits: new Map<string, number>(Object.entries(labelLimits)) };
  const budget: SeriesBudget = { metric: 'requests_total', limits, diagnostics, seriesCount: 0 };
  const table = new SeriesTable(labelNames, budget, (values) => ({ values, count: 0 }));
  return { table, budget, diagnostics, warnings };
}

const dropped = (diagnostics: Diagnostics) => [...diagnostics.drops.values()];

describe('SeriesTable', () => {
  it('finds the same leaf for the same values', () => {
    const { table } = tableOf(['method', 'route']);

    const leaf = table.find(['GET', '/a']);

    expect(table.find(['GET', '/a'])).toBe(leaf);
    expect(table.find(['GET', '/a', 'more'])).toBe(leaf);
    expect(table.find(['GET', '/b'])).not.toBe(leaf);
    expect([...table.leaves].map(({ values }) => values)).toEqual([
      ['GET', '/a'],
      ['GET', '/b'],
    ]);
  });

  it('cuts a value that is far too long, and finds it again', () => {
    const { table } = tableOf(['user']);

    const leaf = table.find(['u'.repeat(1_000_000)]);

    expect(leaf.values).toEqual(['u'.repeat(256)]);
    expect(table.find(['u'.repeat(1_000_000)])).toBe(leaf);
  });

  it('takes halves of characters, which are alike as bytes, for one value', () => {
    const { table } = tableOf(['user']);

    const leaf = table.find(['\ud800']);

    expect(leaf.values).toEqual(['\ufffd']);
    expect(table.find(['\udc00'])).toBe(leaf);
  });

  it('has one leaf when there are no labels', () => {
    const { table, budget } = tableOf([], { maxSeries: 0 });

    expect(table.find([])).toBe(table.find([]));
    expect(budget.seriesCount).toBe(1);
  });

  it('folds 10 000 values into the limit, keeps the total exact, and warns once, naming metric and label', () => {
    const { table, diagnostics, warnings } = tableOf(['method', 'user']);

    for (let user = 0; user < 10_000; user++) table.find(['GET', `user-${user}`]).count++;

    const leaves = [...table.leaves];
    expect(leaves).toHaveLength(101);
    expect(leaves.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
    expect(table.find(['GET', '_OTHER']).count).toBe(9_900);
    expect(dropped(diagnostics)).toEqual([{ labels: { signal: 'metrics', reason: 'cardinality' }, value: 9_900 }]);
    expect(warnings).toEqual([
      'Metric requests_total is folded into user="_OTHER": label user has more than 100 values. Totals stay exact. ' +
        'Give user fewer values, or raise metrics.maxLabelValues.',
    ]);
  });

  it('folds combinations beyond the series limit into the series that is _OTHER throughout', () => {
    const { table, warnings } = tableOf(['a', 'b'], { maxSeries: 10 });

    for (let a = 0; a < 4; a++) for (let b = 0; b < 8; b++) table.find([`${a}`, `${b}`]).count++;

    const leaves = [...table.leaves];
    expect(leaves).toHaveLength(11);
    expect(leaves.reduce((sum, { count }) => sum + count, 0)).toBe(32);
    expect(leaves.at(-1)).toEqual({ values: ['_OTHER', '_OTHER'], count: 22 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('Metric requests_total is folded into b="_OTHER": it has more than 10 series.');
    expect(warnings[0]).toContain('raise metrics.maxSeries.');
  });

  it('obeys the limit of a single label, and never counts _OTHER itself', () => {
    const { table, warnings } = tableOf(['tenant'], { labelLimits: { tenant: 2 } });

    for (const tenant of ['_OTHER', 'a', 'b', 'c', 'a', 'd']) table.find([tenant]).count++;

    expect([...table.leaves]).toEqual([
      { values: ['_OTHER'], count: 3 },
      { values: ['a'], count: 2 },
      { values: ['b'], count: 1 },
    ]);
    expect(warnings[0]).toContain("raise the max of @MetricLabel('tenant').");
  });

  it('takes numbers and booleans as text, and counts anything else as a failure with an empty label', () => {
    const { table, diagnostics } = tableOf(['status']);

    const leaf = table.find(['200']);
    expect(table.find([200] as never)).toBe(leaf);
    expect(table.find([true] as never).values).toEqual(['true']);
    for (const bad of [undefined, null, {}, Symbol('x'), () => 1]) table.find([bad] as never).count++;

    expect(table.find(['']).count).toBe(5);
    expect([...diagnostics.failures.values()]).toEqual([{ labels: { handler: 'metrics', phase: 'labels' }, value: 5 }]);
  });

  it('makes room when series are removed', () => {
    const { table, budget, warnings } = tableOf(['pool', 'state'], { maxSeries: 2, maxLabelValues: 2 });

    for (let pool = 0; pool < 100; pool++) {
      table.find([`${pool}`, 'idle']);
      table.find([`${pool}`, 'busy']);
      table.remove([`${pool}`, 'idle']);
      table.remove([`${pool}`, 'busy']);
    }

    expect(warnings).toEqual([]);
    expect(budget.seriesCount).toBe(0);
    expect(table.remove(['0', 'idle'])).toBeUndefined();
  });
});
