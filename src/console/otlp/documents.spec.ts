import { createRequire } from 'node:module';
import { finishedSpan, type SpanSpec } from '../../../test/support/recorded-spans.js';
import { RandomSpans } from '../../../test/support/random-spans.js';
import type { ApiProblem } from '../../endpoints/index.js';
import type { DetailedSpan } from '../../tracing/index.js';
import { readTraceDocument } from './read-document.js';
import { resourceSpansOf } from './trace-document.js';

interface Transformer {
  readonly JsonTraceSerializer: { serializeRequest(spans: readonly DetailedSpan[]): Uint8Array };
}

const official = createRequire(require.resolve('@opentelemetry/exporter-trace-otlp-grpc'))(
  '@opentelemetry/otlp-transformer',
) as Transformer;

describe('A document', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    "says the same as OpenTelemetry's serialiser, seed %i",
    (seed) => {
      const spans = new RandomSpans(seed).take(10).map(sayable);
      const expected: unknown = JSON.parse(
        Buffer.from(official.JsonTraceSerializer.serializeRequest(spans)).toString(),
      );

      expect(plain({ resourceSpans: resourceSpansOf(spans) })).toEqual(plain(expected));
    },
  );

  it('writes 64 bits as text, ids as hexadecimal digits, and numbers that JSON has not as words', () => {
    const span = finishedSpan({
      traceId: 'a1',
      spanId: 'b2',
      operationKind: 'http.server',
      attributes: { count: 7, ratio: 0.5, none: NaN, list: ['a', 'b'], isIt: true },
    });
    const [{ scopeSpans }] = resourceSpansOf([span]) as [{ scopeSpans: [{ spans: [object] }] }];

    expect(scopeSpans[0].spans[0]).toMatchObject({
      traceId: '000000000000000000000000000000a1',
      spanId: '00000000000000b2',
      startTimeUnixNano: '1767225600000000000',
      endTimeUnixNano: '1767225600001000000',
      kind: 1,
      attributes: [
        { key: 'count', value: { intValue: '7' } },
        { key: 'ratio', value: { doubleValue: 0.5 } },
        { key: 'none', value: { doubleValue: 'NaN' } },
        { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } } },
        { key: 'isIt', value: { boolValue: true } },
        { key: 'operation.kind', value: { stringValue: 'http.server' } },
      ],
    });
  });
});

describe('Reading a document', () => {
  it('gives back what was written', () => {
    const specs: SpanSpec[] = [
      { spanId: '3', parentId: '2', error: 'no answer', attributes: { list: [1, 2], none: Infinity, text: 'ü' } },
      {
        spanId: '2',
        parentId: '1',
        name: 'GET /orders',
        isEntry: true,
        operationKind: 'http.server',
        requestId: 'r-1',
      },
    ];
    const spans = specs.map(finishedSpan);
    spans[0]!.events.push({ name: 'retry', time: [1, 2], attributes: { n: 1 }, droppedAttributesCount: 0 });

    const { spans: read, rejectedCount } = readTraceDocument(roundTrip({ resourceSpans: resourceSpansOf(spans) }));

    expect(rejectedCount).toBe(0);
    expect(read.map(viewOf)).toEqual(spans.map(viewOf));
  });

  it.each(Array.from({ length: 10 }, (_, seed) => seed))(
    'and writing it again gives the same document, seed %i',
    (seed) => {
      const spans = new RandomSpans(seed).take(10).map(sayable);
      const once = roundTrip({
        resourceSpans: resourceSpansOf(readTraceDocument(roundTrip({ resourceSpans: resourceSpansOf(spans) })).spans),
      });
      const twice = { resourceSpans: resourceSpansOf(readTraceDocument(once).spans) };

      expect(roundTrip(twice)).toEqual(once);
    },
  );

  it('takes a parent that is nowhere in it for one of another process, where the document does not say', () => {
    const [{ spans }] = documentOf([
      { ...RAW, spanId: 'a'.repeat(16), parentSpanId: 'f'.repeat(16) },
      { ...RAW, spanId: 'b'.repeat(16), parentSpanId: 'a'.repeat(16) },
    ]);

    expect(spans.map(({ parentSpanContext }) => parentSpanContext?.isRemote)).toEqual([true, false]);
  });

  it.each<[string, object]>([
    ['an id of zeros', { traceId: '0'.repeat(32) }],
    ['a short id', { spanId: 'abc' }],
    ['an id that is no text', { traceId: 7 }],
    ['no name', { name: undefined }],
    ['no start', { startTimeUnixNano: undefined }],
    ['a time of words', { startTimeUnixNano: 'yesterday' }],
    ['a time below 0', { endTimeUnixNano: '-5' }],
    ['an end before its start', { endTimeUnixNano: '1' }],
  ])('refuses a span with %s, and counts it', (_title, wrong) => {
    const [{ spans, rejectedCount }] = documentOf([RAW, { ...RAW, ...wrong }]);

    expect([spans.length, rejectedCount]).toEqual([1, 1]);
  });

  it('takes spans whose other parts are nonsense without those parts', () => {
    const nonsense = {
      kind: 'many',
      status: { code: 'bad', message: 7 },
      attributes: [
        7,
        null,
        { key: 5, value: { stringValue: 'x' } },
        { key: 'none' },
        { key: 'deep', value: nested(50) },
        { key: '__proto__', value: { stringValue: 'polluted' } },
        { key: 'fine', value: { stringValue: 'yes' } },
      ],
      events: [null, 'x', { name: 'no time' }, { name: 'ok', timeUnixNano: 5 }],
      links: [{}, { traceId: RAW.traceId, spanId: RAW.spanId, attributes: 'none' }],
      parentSpanId: { toString: 'no' },
      flags: 'all',
      unheardOf: [],
    };
    const [{ spans, rejectedCount }] = documentOf([{ ...RAW, ...nonsense }]);
    const [span] = spans;

    expect(rejectedCount).toBe(0);
    expect([span!.kind, span!.status, span!.parentSpanContext]).toEqual([0, { code: 0 }, undefined]);
    expect(span!.attributes['fine']).toBe('yes');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect([span!.events, span!.links.length]).toEqual([[{ name: 'ok', time: [0, 5], attributes: {} }], 1]);
  });

  it.each([
    undefined,
    null,
    7,
    'text',
    [],
    {},
    { resourceSpans: 7 },
    { resourceSpans: [] },
    { resourceSpans: [null, 7, { scopeSpans: 'x' }] },
  ])('says what is wrong with %p', (document) => {
    const problem = problemOf(() => readTraceDocument(document));

    expect([problem.status, problem.problem.fix]).toEqual([400, 'send what `GET export` answers']);
  });
});

const RAW = {
  traceId: '1'.repeat(32),
  spanId: '2'.repeat(16),
  name: 'work',
  startTimeUnixNano: '1000000000000000000',
  endTimeUnixNano: '1000000000005000000',
};

function documentOf(spans: readonly object[]) {
  return [readTraceDocument(roundTrip({ resourceSpans: [{ scopeSpans: [{ spans }] }] }))] as const;
}

function nested(depth: number): object {
  return depth === 0 ? { stringValue: 'end' } : { arrayValue: { values: [nested(depth - 1)] } };
}

function roundTrip(document: object): unknown {
  return JSON.parse(JSON.stringify(document));
}

function problemOf(work: () => unknown): ApiProblem {
  try {
    work();
  } catch (error) {
    return error as ApiProblem;
  }
  throw new Error('It was taken');
}

function viewOf(span: DetailedSpan): object {
  const { name, kind, parentSpanContext, startTime, endTime, duration, status, attributes, links, events } = span;
  const { resource, instrumentationScope, operationKind, requestId } = span;
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    ids: [traceId, spanId, traceFlags, requestId],
    times: [startTime, endTime, duration],
    said: [name, kind, operationKind, status, attributes, links, instrumentationScope],
    events: events.map(({ name: event, time, attributes: of }) => ({ event, time, of })),
    parent: parentSpanContext && [parentSpanContext.spanId, parentSpanContext.isRemote],
    resource: resource.attributes,
  };
}

/** Of what random spans say, the part that has one form only: bytes, holes, NaN and values that are none are an exporter's own affair. */
function sayable(span: DetailedSpan): DetailedSpan {
  return {
    ...span,
    attributes: sayableAttributes(span.attributes),
    resource: { attributes: sayableAttributes(span.resource.attributes) },
    instrumentationScope: { name: span.instrumentationScope!.name },
    events: span.events.map((event) => ({ ...event, attributes: sayableAttributes(event.attributes) })),
    links: span.links.map((link) => ({ ...link, attributes: sayableAttributes(link.attributes) })),
  };
}

function sayableAttributes(attributes: object = {}): Record<string, string | number | boolean> {
  const plainOnes = Object.entries(attributes).filter(
    ([name, value]) => name !== '' && (['string', 'boolean'].includes(typeof value) || Number.isFinite(value)),
  );
  return Object.fromEntries(plainOnes);
}

/** What is empty may be left out; integers may be texts or numbers, and large ones doubles. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const said = Object.entries(value).filter(([name, one]) => one !== '' && !(name.startsWith('dropped') && one === 0));
  return Object.fromEntries(said.map(plainEntry));
}

function plainEntry([name, value]: [string, unknown]): [string, unknown] {
  return name === 'intValue' || name === 'doubleValue' ? ['number', Number(value) + 0] : [name, plain(value)];
}
