import { finishedSpan } from '../../../test/support/recorded-spans.js';
import { traceOrder } from './trace-order.js';
import { TraceStore } from './trace-store.js';

describe('the order of traces', () => {
  it('is that of all that fit, not only of those that are shown', () => {
    const store = new TraceStore({ maxBytes: 2 ** 20, maxTraces: 100, maxSpansPerTrace: 10 });
    for (const [index, toMs] of [30, 90, 10, 90].entries()) store.add(finishedSpan({ traceId: `${index}`, toMs }));
    store.add(finishedSpan({ traceId: '2', parentId: '1', error: 'no' }));
    const firstTwo = (sort: string | null): number[] =>
      store.rows({ limit: 2, order: traceOrder(sort) }).rows.map(({ traceId }) => Number(traceId));

    expect(firstTwo(null)).toEqual([2, 3]);
    expect(firstTwo('slowest')).toEqual([3, 1]);
    expect(firstTwo('spans')).toEqual([2, 3]);
    expect(firstTwo('errors')).toEqual([2, 3]);
    expect(firstTwo('no order')).toEqual([2, 3]);
  });
});
