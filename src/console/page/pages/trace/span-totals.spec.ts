import { spanOf } from './span-detail.fixture.js';
import { spanTotals } from './span-totals.js';

describe('spans by name', () => {
  it('add up, the most time first, each with its slowest', () => {
    const query = { name: 'SELECT orders', kind: 'database.query' };
    const [fast, slow] = [
      spanOf('fast', 'root', { ...query, durationMs: 5, selfMs: 5 }),
      spanOf('slow', 'root', { ...query, durationMs: 9, selfMs: 9, status: 'error' }),
    ];
    const root = spanOf('root', null, { durationMs: 12, selfMs: 1 });

    expect(spanTotals([root, fast, slow])).toEqual([
      { ...query, count: 2, totalMs: 14, selfMs: 14, maxMs: 9, errorCount: 1, slowest: slow },
      { name: 'root', kind: 'method', count: 1, totalMs: 12, selfMs: 1, maxMs: 12, errorCount: 0, slowest: root },
    ]);
  });

  it('count the calls for which one span stands', () => {
    const attributes = { 'operation.collapsed.count': 490, 'operation.collapsed.duration_sum_ms': 980 };
    const fold = spanOf('fold', null, { name: 'SELECT x', attributes, durationMs: 1_000 });

    expect(spanTotals([fold, spanOf('own', null, { name: 'SELECT x', durationMs: 3 })])[0]).toMatchObject({
      count: 491,
      totalMs: 983,
    });
  });
});
