import { finishedSpan, spanIdOf, traceIdOf, type SpanSpec } from '../../../test/support/recorded-spans.js';
import { TraceStore } from '../recorder/trace-store.js';
import { SpanGroupsResource } from './span-groups.js';

const query = (text: string): SpanSpec => ({
  name: 'SELECT orders',
  operationKind: 'database.query',
  attributes: { 'db.query.text': text },
});

describe('spans over all traces', () => {
  it('are grouped by name, kind and query, the most total time first, each with its slowest', () => {
    const answer = groupsOf([
      { traceId: '1', spanId: '2', parentId: '1', ...query('SELECT 1'), toMs: 4 },
      { traceId: '1', spanId: '3', parentId: '1', ...query('SELECT 1'), toMs: 10, error: 'timeout' },
      { traceId: '1', spanId: '1', name: 'GET /orders', operationKind: 'http.server', toMs: 12 },
      { traceId: '2', spanId: '4', ...query('SELECT 1'), toMs: 6 },
      { traceId: '2', spanId: '5', ...query('SELECT 2'), toMs: 1 },
    ]);

    expect(answer).toEqual({
      groups: [
        {
          name: 'SELECT orders',
          kind: 'database.query',
          statement: 'SELECT 1',
          count: 3,
          traceCount: 2,
          errorCount: 1,
          totalMs: 20,
          p50Ms: 6,
          p95Ms: 10,
          maxMs: 10,
          sample: { traceId: traceIdOf(1), spanId: spanIdOf(3) },
        },
        expect.objectContaining({ name: 'GET /orders', kind: 'http.server', statement: null, count: 1, totalMs: 12 }),
        expect.objectContaining({ statement: 'SELECT 2', count: 1, totalMs: 1 }),
      ],
      omittedGroups: 0,
      traceCount: 2,
      spanCount: 5,
      problems: [],
    });
  });

  it('count the calls for which one span stands, each with their mean', () => {
    const attributes = { 'operation.collapsed.count': 98, 'operation.collapsed.duration_sum_ms': 196 };

    const { groups } = groupsOf([
      { spanId: '1', name: 'take', toMs: 30 },
      { spanId: '2', name: 'take', toMs: 10 },
      { spanId: '3', name: 'take', toMs: 500, attributes },
    ]);

    expect(groups).toMatchObject([
      { count: 100, totalMs: 236, p50Ms: 2, p95Ms: 2, maxMs: 30, sample: { spanId: spanIdOf(1) } },
    ]);
  });

  it('are those of the traces that fit', () => {
    const specs: readonly SpanSpec[] = [
      { traceId: '1', spanId: '1', name: 'GET /orders', toMs: 5 },
      { traceId: '2', spanId: '2', name: 'GET /orders', toMs: 50 },
      { traceId: '3', spanId: '3', name: 'GET /users', toMs: 50 },
    ];

    expect(groupsOf(specs, 'q=name:"GET /orders"&minMs=20').groups).toMatchObject([
      { name: 'GET /orders', count: 1, sample: { traceId: traceIdOf(2) } },
    ]);
    expect(groupsOf(specs, 'q=dur>soon').problems).toHaveLength(1);
  });

  it('are no more than a page can show', () => {
    const answer = groupsOf(
      Array.from({ length: 520 }, (_, index) => ({ traceId: `${index}`, name: `name ${index}` })),
    );

    expect([answer.groups.length, answer.omittedGroups]).toEqual([500, 20]);
  });
});

function groupsOf(specs: readonly SpanSpec[], params = ''): ReturnType<SpanGroupsResource['read']> {
  const traces = new TraceStore({ maxBytes: 8 * 2 ** 20, maxTraces: 1_000, maxSpansPerTrace: 100 });
  for (const spec of specs) traces.add(finishedSpan(spec));
  return new SpanGroupsResource(traces).read(new URLSearchParams(params));
}
