import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { RecordedSpan } from './recorded.js';
import { traceTree } from './trace-tree.js';

interface Given {
  readonly below?: string;
  /** Start and end, in milliseconds. */
  readonly at: readonly [number, number];
  readonly attributes?: RecordedSpan['attributes'];
  readonly events?: RecordedSpan['events'];
  readonly code?: SpanStatusCode;
}

const idOf = (name: string) => ({ traceId: '1'.repeat(32), spanId: name.padEnd(16, '0'), traceFlags: 1 });

function span(name: string, { below, at: [from, to], attributes = {}, events = [], code = 0 }: Given): RecordedSpan {
  return {
    name,
    kind: SpanKind.INTERNAL,
    attributes,
    status: { code },
    events,
    links: [],
    resource: { attributes: {} },
    startTime: [10, from * 1e6],
    endTime: [10, to * 1e6],
    ...(below !== undefined && { parentSpanContext: idOf(below) }),
    spanContext: () => idOf(name),
  };
}

describe('A trace as a tree', () => {
  it('shows what began first first, whatever ended first', () => {
    const spans = [
      span('late', { below: 'root', at: [5, 6] }),
      span('inner', { below: 'early', at: [2, 3] }),
      span('early', { below: 'root', at: [1, 4] }),
      span('root', { at: [0, 9] }),
    ];

    expect(traceTree(spans)).toBe('root\n  early\n    inner\n  late');
  });

  it('shows spans that ran at the same time in the order of their text, whoever was quicker', () => {
    const parallel = (first: string, second: string) => [
      span('root', { at: [0, 9] }),
      span(first, { below: 'root', at: [1, 5] }),
      span(second, { below: 'root', at: [2, 4] }),
      span('after', { below: 'root', at: [5, 6] }),
    ];

    expect(traceTree(parallel('b', 'a'))).toBe('root\n  a\n  b\n  after');
    expect(traceTree(parallel('a', 'b'))).toBe(traceTree(parallel('b', 'a')));
  });

  it('keeps their order where time stands still', () => {
    const spans = ['root', 'z', 'a'].map((name) =>
      span(name, { at: [1, 1], ...(name !== 'root' && { below: 'root' }) }),
    );

    expect(traceTree(spans)).toBe('root\n  z\n  a');
  });

  it('shows attributes, events and endings by choice, and never ids or times', () => {
    const spans = [
      span('root', { at: [0, 9], attributes: { 'b.2': [1, 2], 'b.1': 'one', other: true } }),
      span('failed', {
        below: 'root',
        at: [1, 2],
        attributes: { 'error.type': 'RangeError' },
        events: [{ name: 'exception' }],
        code: SpanStatusCode.ERROR,
      }),
      span('left', { below: 'root', at: [3, 4], attributes: { 'operation.canceled': true } }),
    ];

    expect(traceTree(spans, { attributes: [/^b\./], events: true })).toBe(
      'root {b.1=one, b.2=[1,2]}\n  failed [exception] ✗ RangeError\n  left ⊘ canceled',
    );
  });

  it('shows every trace, or those whose first span is named', () => {
    const spans = [span('GET /b', { at: [4, 5] }), span('GET /a', { at: [1, 2] })];

    expect(traceTree({ spans })).toBe('GET /a\nGET /b');
    expect(traceTree({ spans }, { root: /b$/ })).toBe('GET /b');
    expect(traceTree([])).toBe('');
  });
});
