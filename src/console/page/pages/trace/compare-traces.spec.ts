import { comparedRows, differenceMs, type ComparedRow } from './compare-traces.js';
import { lasting, spanOf } from './span-detail.fixture.js';
import { spanTree } from './span-tree.js';
import type { SpanDetail } from '../../../shapes/index.js';

describe('two traces compared', () => {
  it('stand side by side, with what one of them lacks', () => {
    const fast = [
      named('r1', null, 'GET /orders', 100),
      named('a1', 'r1', 'Guard', 5),
      named('b1', 'r1', 'SELECT orders', 20),
      named('c1', 'r1', 'Serialise', 30),
    ];
    const slow = [
      named('r2', null, 'GET /orders', 400),
      named('a2', 'r2', 'Guard', 4),
      named('x2', 'r2', 'SELECT users', 250),
      named('y2', 'x2', 'connect', 240),
      named('b2', 'r2', 'SELECT orders', 60),
      named('c2', 'r2', 'Serialise', 30),
    ];

    const rows = comparedRows(spanTree(fast), spanTree(slow));

    expect(rows.map(lineOf)).toEqual([
      '0 both GET /orders 300',
      '1 both Guard -1',
      '1 right SELECT users',
      '2 right connect',
      '1 both SELECT orders 40',
      '1 both Serialise 0',
    ]);
  });

  it('have nothing in common where their roots differ', () => {
    const rows = comparedRows(spanTree([named('a', null, 'A', 1)]), spanTree([named('b', null, 'B', 1)]));

    expect(rows.map(lineOf)).toEqual(['0 left A', '0 right B']);
  });
});

function named(spanId: string, parent: string | null, name: string, durationMs: number): SpanDetail {
  return spanOf(spanId, parent, { name, ...lasting(0, durationMs) });
}

function lineOf(row: ComparedRow): string {
  const { span } = row.side === 'right' ? row.right : row.left;
  return `${row.depth} ${row.side} ${span.name} ${differenceMs(row) ?? ''}`.trim();
}
