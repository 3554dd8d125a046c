import type { TraceRow } from '../../../shapes/index.js';
import { heldRows } from './held-rows.js';

describe('rows that are held', () => {
  it('keep their places, are brought up to date, and count what is new', () => {
    const shown = [rowOf('b', 1), rowOf('a', 1)];

    const held = heldRows(shown, [rowOf('d', 1), rowOf('c', 1), rowOf('b', 7)]);

    expect(held).toEqual({ rows: [rowOf('b', 7), rowOf('a', 1)], newCount: 2 });
  });
});

function rowOf(traceId: string, spanCount: number): TraceRow {
  return { traceId, spanCount } as TraceRow;
}
