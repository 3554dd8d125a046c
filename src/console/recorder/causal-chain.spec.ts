import { SpanKind, SpanStatusCode, TraceFlags, type Attributes } from '@opentelemetry/api';
import type { DetailedSpan } from '../../tracing/index.js';
import { chainOf, correlationsOf } from './causal-chain.js';

interface SpanFacts {
  readonly id: string;
  readonly trace?: string;
  readonly parent?: string;
  readonly link?: string;
  readonly kind?: string;
  readonly startMs?: number;
  readonly attributes?: Attributes;
  readonly requestId?: string;
  readonly isFailed?: boolean;
}

describe('correlationsOf', () => {
  it('sums up each chain, the newest first', () => {
    const chains = correlationsOf(
      stored([
        { id: 'a1', startMs: 10, attributes: ids('c-1') },
        { id: 'a2', startMs: 15, attributes: ids('c-1', 'm-1', 'r-1'), kind: 'event.process', isFailed: true },
        { id: 'b1', startMs: 40, attributes: ids('c-2', 'm-2'), kind: 'queue.process' },
        { id: 'x', startMs: 50 },
      ]),
    );

    expect(chains).toEqual([
      { correlationId: 'c-2', startedAtMs: 40, durationMs: 5, name: 'span b1', count: 1, errorCount: 0 },
      { correlationId: 'c-1', startedAtMs: 10, durationMs: 10, name: 'span a1', count: 2, errorCount: 1 },
    ]);
  });

  it('leaves out a request, and a run, that has caused nothing', () => {
    const alone = ['http.server', 'schedule.run'].map((kind) => ({ id: kind, kind, attributes: ids(kind) }));

    expect(correlationsOf(stored(alone))).toEqual([]);
  });
});

describe('chainOf', () => {
  it('finds causes by where spans hang: inside a trace and over links to others', () => {
    const spans = stored([
      { id: 'request', startMs: 1, attributes: ids('c'), requestId: 'r-1' },
      { id: 'handler', startMs: 2, parent: 'request' },
      { id: 'publish', startMs: 3, parent: 'handler', kind: 'event.publish' },
      { id: 'listener', startMs: 4, parent: 'publish', kind: 'event.process', attributes: ids('c', 'm-1', 'r-1') },
      { id: 'sent', startMs: 5, parent: 'listener', kind: 'queue.publish' },
      {
        id: 'job',
        startMs: 9,
        trace: 'other',
        link: 'sent',
        kind: 'queue.process',
        attributes: ids('c', 'm-2', 'm-1'),
      },
      { id: 'strange', startMs: 9, attributes: ids('d', 'm-3', 'm-1') },
    ]);

    expect(chainOf('c', spans).map(({ id, causeId, messageId }) => [id, causeId, messageId])).toEqual([
      ['request', null, 'r-1'],
      ['listener', 'request', 'm-1'],
      ['job', 'listener', 'm-2'],
    ]);
  });

  it('tells listeners of one message apart', () => {
    const spans = stored([
      { id: 'root', startMs: 1, attributes: ids('c'), requestId: 'r-1' },
      { id: 'one', startMs: 2, parent: 'root', attributes: ids('c', 'm-1', 'r-1') },
      { id: 'two', startMs: 3, parent: 'root', attributes: ids('c', 'm-1', 'r-1') },
      { id: 'of-two', startMs: 4, parent: 'two', attributes: ids('c', 'm-2', 'm-1') },
    ]);

    expect(causes(chainOf('c', spans))).toEqual({ root: null, one: 'root', two: 'root', 'of-two': 'two' });
  });

  it('goes by the ids that travelled with the message where no span leads to its cause', () => {
    const spans = stored([
      { id: 'request', startMs: 1, attributes: ids('c'), requestId: 'r-1' },
      { id: 'restored', startMs: 5, trace: 'other', attributes: ids('c', 'm-1', 'r-1') },
      { id: 'orphan', startMs: 6, trace: 'third', attributes: ids('c', 'm-2', 'lost') },
    ]);

    expect(causes(chainOf('c', spans))).toEqual({ request: null, restored: 'request', orphan: null });
  });

  it('survives spans that lead back to themselves', () => {
    const spans = stored([
      { id: 'a', parent: 'b', attributes: ids('c', 'm', 'm') },
      { id: 'b', parent: 'a' },
    ]);

    expect(causes(chainOf('c', spans))).toEqual({ a: null });
  });

  it('says what each was and how it ended', () => {
    const spans = stored([
      { id: 'a', startMs: 1, kind: 'rpc.server', attributes: ids('c'), isFailed: true },
      { id: 'b', startMs: 2, kind: 'event.process', attributes: { ...ids('c'), 'operation.canceled': true } },
    ]);

    expect(chainOf('c', spans)).toEqual([
      { ...nodeFacts('a', 'rpc.server', 1), outcome: 'error' },
      { ...nodeFacts('b', 'event.process', 2), outcome: 'canceled' },
    ]);
  });
});

function nodeFacts(id: string, kind: string, startedAtMs: number) {
  const place = { traceId: 'trace', spanId: id };
  return { id, causeId: null, name: `span ${id}`, kind, startedAtMs, durationMs: 5, messageId: null, ...place };
}

function causes(nodes: ReturnType<typeof chainOf>): Record<string, string | null> {
  return Object.fromEntries(nodes.map(({ id, causeId }) => [id, causeId]));
}

function ids(correlation: string, event?: string, causation?: string): Attributes {
  return {
    'correlation.id': correlation,
    ...(event !== undefined && { 'event.id': event }),
    ...(causation !== undefined && { 'causation.id': causation }),
  };
}

/** As the store hands them out. */
function stored(all: readonly SpanFacts[]) {
  const spans = all.map((facts) => ({ facts, span: spanOf(facts) }));
  const traces = new Map<string, { readonly spans: DetailedSpan[] }>();
  for (const { facts, span } of spans) {
    const { trace = 'trace' } = facts;
    const known = traces.get(trace) ?? { spans: [] };
    known.spans.push(span);
    traces.set(trace, known);
  }
  return spans.map(({ facts: { trace = 'trace' }, span }) => ({ span, trace: traces.get(trace)! }));
}

function spanOf({
  id,
  trace = 'trace',
  parent,
  link,
  kind = 'http.server',
  startMs = 0,
  ...more
}: SpanFacts): DetailedSpan {
  const contextOf = (spanId: string) => ({ traceId: trace, spanId, traceFlags: TraceFlags.SAMPLED });
  return {
    name: `span ${id}`,
    kind: SpanKind.INTERNAL,
    operationKind: kind,
    startEpochMs: startMs,
    endEpochMs: startMs + 5,
    attributes: more.attributes ?? {},
    status: { code: more.isFailed === true ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    links: link === undefined ? [] : [{ context: contextOf(link) }],
    ...(parent !== undefined && { parentSpanContext: contextOf(parent) }),
    ...(more.requestId !== undefined && { requestId: more.requestId }),
    spanContext: () => contextOf(id),
  } as unknown as DetailedSpan;
}
