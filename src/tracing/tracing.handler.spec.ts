import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { resolveConfig, type TracesOptions } from '../config/index.js';
import {
  activate,
  deactivate,
  Diagnostics,
  OperationPipeline,
  suppressTelemetry,
  type Clock,
} from '../kernel/index.js';
import { NoTrace } from './no-trace.decorator.js';
import { SpanAttribute } from './span-attribute.decorator.js';
import type { FinishedSpan, SpanConsumer } from './span-consumer.js';
import { Traced } from './traced.decorator.js';
import { startTracing, type StartTracingOptions, type Tracing } from './tracing.js';
import { UnsampledSpan } from './unsampled-span.js';

const CALLER = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceFlags: 1,
  isRemote: true,
};
const STARTED_AT_MS = 1_800_000_000_000;

let spans: FinishedSpan[];
let nowMs: number;
let pipeline: OperationPipeline;
let diagnostics: Diagnostics;
let tracing: Tracing;

beforeEach(() => {
  spans = [];
  nowMs = 0;
});

afterEach(async () => {
  deactivate(pipeline);
  await tracing.shutdown(100);
});

describe('sampling', () => {
  it('makes no span at ratio 0, but ids, for logs and outgoing calls', () => {
    start({ sampleRatio: 0 });
    const request = pipeline.start({ kind: 'http.server', name: 'GET' });
    const headers: Record<string, string> = {};
    propagation.inject(request.context, headers);
    pipeline.end(request, { outcome: 'ok' });

    const { traceId, spanId } = request.span!.spanContext();
    expect(request.span).toBeInstanceOf(UnsampledSpan);
    expect(headers).toEqual({ traceparent: `00-${traceId}-${spanId}-00` });
    expect(spans).toEqual([]);
  });

  it("keeps the caller's trace and decision", () => {
    start({ sampleRatio: 0 });
    const parent = trace.setSpanContext(ROOT_CONTEXT, CALLER);
    pipeline.end(pipeline.start({ kind: 'http.server', name: 'GET', context: parent }), { outcome: 'ok' });

    expect(spans.map((span) => [span.spanContext().traceId, span.parentSpanContext?.spanId])).toEqual([
      [CALLER.traceId, CALLER.spanId],
    ]);
  });

  it('lets everything inside an unsampled operation be unsampled, in the same trace', () => {
    start({ sampleRatio: 0 });
    const outer = pipeline.start({ kind: 'http.server', name: 'GET' });
    tracing.sampling.setRatio(1);
    const inner = pipeline.start({ kind: 'database.query', name: 'SELECT', context: outer.context });

    expect(inner.span!.spanContext().traceId).toBe(outer.span!.spanContext().traceId);
    expect(inner.span!.isRecording()).toBe(false);
  });

  it('loads no SDK and records nothing while nobody consumes spans, and begins when somebody does', () => {
    start({ sampleRatio: 1 }, { consumers: [] });
    const replan = jest.fn();
    tracing.onInterestChange(replan);
    const before = pipeline.start({ kind: 'http.server', name: 'GET' });
    const remove = tracing.addConsumer(memory());
    pipeline.end(pipeline.start({ kind: 'http.server', name: 'POST' }), { outcome: 'ok' });
    remove();
    pipeline.end(pipeline.start({ kind: 'http.server', name: 'PUT' }), { outcome: 'ok' });

    expect(before.span).toBeInstanceOf(UnsampledSpan);
    expect(spans.map(({ name }) => name)).toEqual(['POST']);
    expect(replan).toHaveBeenCalledTimes(2);
  });

  it('makes neither span nor ids of work of the telemetry itself', () => {
    start();

    const operation = pipeline.start({ kind: 'http.client', name: 'POST', context: suppressTelemetry(ROOT_CONTEXT) });

    expect(operation.span).toBeUndefined();
  });
});

describe('a recorded operation', () => {
  it("has the operation's kind, final name, own times, attributes and identity", () => {
    start();
    const scope = { correlationId: 'c1', identify: () => ({ userId: 'u1', sessionId: 's1' }) };
    const request = pipeline.start({ kind: 'http.server', name: 'GET', scope, attributes: { 'url.scheme': 'http' } });
    nowMs = 1.5;
    pipeline.event(request, { name: 'cache.miss', attributes: { key: 'k', gone: undefined } });
    nowMs = 12.25;
    request.name = 'GET /orders/:id';
    request.annotate({ 'http.route': '/orders/:id', nothing: undefined });
    pipeline.end(request, { outcome: 'ok' });

    const [span] = spans;
    expect({ ...shown(span!), start: span!.startTime, end: span!.endTime }).toEqual({
      name: 'GET /orders/:id',
      kind: SpanKind.SERVER,
      status: { code: 0 },
      attributes: {
        'url.scheme': 'http',
        'http.route': '/orders/:id',
        'user.id': 'u1',
        'session.id': 's1',
        'correlation.id': 'c1',
      },
      events: [['cache.miss', { key: 'k' }]],
      start: [1_800_000_000, 0],
      end: [1_800_000_000, 12_250_000],
    });
    expect(span!.events[0]!.time).toEqual([1_800_000_000, 1_500_000]);
  });

  it.each([
    ['rpc.server', SpanKind.SERVER],
    ['rpc.client', SpanKind.CLIENT],
    ['http.client', SpanKind.CLIENT],
    ['queue.publish', SpanKind.PRODUCER],
    ['queue.process', SpanKind.CONSUMER],
    ['schedule.run', SpanKind.INTERNAL],
  ] as const)('of kind %s has span kind %d', (kind, expected) => {
    start();

    pipeline.observe({ kind, name: 'x' }, () => 1);

    expect(spans[0]!.kind).toBe(expected);
  });

  it('is marked failed with its error type and one exception event', () => {
    start();
    expect(() => pipeline.observe({ kind: 'method', name: 'x' }, () => fail(new TypeError('broken')))).toThrow(
      'broken',
    );

    expect(shown(spans[0]!)).toMatchObject({
      status: { code: 2, message: 'broken' },
      attributes: { 'error.type': 'TypeError' },
      events: [['exception', { 'exception.type': 'TypeError', 'exception.message': 'broken' }]],
    });
  });

  it('leaves an expected answer, such as a 404, unset', () => {
    start();
    const notFound = Object.assign(new Error('no such order'), { getStatus: () => 404 });
    expect(() => pipeline.observe({ kind: 'nest.handler', name: 'x' }, () => fail(notFound))).toThrow();

    expect(shown(spans[0]!)).toEqual({
      name: 'x',
      kind: SpanKind.INTERNAL,
      status: { code: 0 },
      attributes: {},
      events: [],
    });
  });

  it("keeps the source's own error type, and needs no error to be failed", () => {
    start();
    const request = pipeline.start({ kind: 'http.server', name: 'GET', attributes: { 'error.type': '503' } });
    pipeline.end(request, { outcome: 'error' });

    expect(shown(spans[0]!)).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': '503' }, events: [] });
  });

  it('says when it was canceled', () => {
    start();
    const request = pipeline.start({ kind: 'http.server', name: 'GET' });
    pipeline.end(request, { outcome: 'canceled' });

    expect(shown(spans[0]!)).toMatchObject({ status: { code: 0 }, attributes: { 'operation.canceled': true } });
  });

  it('has no exception events where the environment asks for logs instead', () => {
    start({}, { env: { OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN: 'logs' } });
    expect(() => pipeline.observe({ kind: 'method', name: 'x' }, () => fail(new Error('a')))).toThrow();

    expect(shown(spans[0]!)).toMatchObject({ status: { code: 2 }, events: [] });
  });

  it('is redacted before the SDK sees it', () => {
    const attribute = (_name: string, value: unknown) => hideSecret(String(value));
    start({}, { redact: { text: hideSecret, id: hideSecret, attribute } });
    const call = pipeline.start({ kind: 'method', name: 'x', attributes: { password: 's3cret' } });
    pipeline.event(call, { name: 'e', attributes: { token: 's3cret' } });
    pipeline.end(call, { outcome: 'error', error: new Error('bad s3cret') });

    expect(JSON.stringify(shown(spans[0]!))).not.toContain('s3cret');
  });

  it('holds no more than the limits say, nor does a span of a third-party instrumentation', () => {
    start({ limits: { attributeCount: 1, attributeValueLength: 3 } });
    const request = pipeline.start({ kind: 'http.server', name: 'GET', attributes: { first: 'long text' } });
    const foreign = trace.getTracer('library').startSpan('query', {}, request.context);
    foreign.setAttributes({ first: 'long text', second: 2 }).end();
    request.annotate({ second: 2 });
    pipeline.end(request, { outcome: 'ok' });

    expect(spans).toMatchObject([
      { name: 'query', attributes: { first: 'lon' }, droppedAttributesCount: 1 },
      { name: 'GET', attributes: { first: 'lon' }, droppedAttributesCount: 1 },
    ]);
  });

  it('ends although its description and its identity throw, and both are counted', () => {
    start();
    const subject = { attributes: () => fail(new Error('describe')) };
    const scope = { identify: () => fail(new Error('identify')) };
    pipeline.end(pipeline.start({ kind: 'http.server', name: 'GET', subject, scope }), { outcome: 'ok' });

    expect(spans.map(({ name }) => name)).toEqual(['GET']);
    expect([...diagnostics.failures.values()].map(({ labels }) => labels)).toEqual([
      { handler: 'tracing', phase: 'attributes' },
      { handler: 'identify', phase: 'call' },
    ]);
  });
});

describe('@Traced', () => {
  class Orders {
    @Traced()
    find(_id: string, secret: string): string {
      return secret;
    }

    @Traced('order.cost', { kind: 'client', attributes: ([id], result) => ({ id: String(id), cost: Number(result) }) })
    cost(id: string): number {
      return id.length;
    }

    @Traced(undefined, { skip: ([isHot]) => isHot === true })
    maybe(_isHot: boolean): void {}

    @Traced(undefined, {
      attributes: () => fail(new Error('attributes')),
      links: () => fail(new Error('links')),
      skip: () => fail(new Error('skip')),
    })
    careless(): number {
      return 7;
    }

    @Traced(undefined, { root: true })
    root(): void {}

    @Traced()
    marked(
      @SpanAttribute('order.id') _id: string,
      @SpanAttribute('at') _at: Date,
      @SpanAttribute('all') _all: object,
    ): void {}
  }

  @Traced('books')
  class Library {
    lend(): number {
      return this.count();
    }

    @Traced('stock')
    count(): number {
      return 3;
    }

    @NoTrace()
    hidden(): void {}

    onModuleInit(): void {}
  }

  it('makes a span of a call and records nothing that was not named', () => {
    start();

    expect(new Orders().find('1', 'secret')).toBe('secret');
    expect(shown(spans[0]!)).toEqual({
      name: 'Orders.find',
      kind: SpanKind.INTERNAL,
      status: { code: 0 },
      attributes: {},
      events: [],
    });
  });

  it('takes name, kind and attributes of arguments and result from its options', () => {
    start();
    new Orders().cost('abc');

    expect(shown(spans[0]!)).toMatchObject({
      name: 'order.cost',
      kind: SpanKind.CLIENT,
      attributes: { id: 'abc', cost: 3 },
    });
  });

  it('records marked parameters that are plain values', () => {
    start();
    new Orders().marked('o1', new Date(0), { password: 'x' });

    expect(spans[0]!.attributes).toEqual({ 'order.id': 'o1', at: '1970-01-01T00:00:00.000Z' });
  });

  it('makes no span of a skipped call', () => {
    start();
    new Orders().maybe(true);
    new Orders().maybe(false);

    expect(spans.map(({ name }) => name)).toEqual(['Orders.maybe']);
  });

  it('survives callbacks that throw, and counts them', () => {
    start();

    expect(new Orders().careless()).toBe(7);
    expect(spans.map(({ name }) => name)).toEqual(['Orders.careless']);
    expect([...diagnostics.failures.values()].map(({ labels }) => labels['phase'])).toEqual([
      'skip',
      'links',
      'attributes',
    ]);
  });

  it('begins a trace of its own, linked to the caller, when it is a root', () => {
    start();
    const caller = pipeline.start({ kind: 'http.server', name: 'GET' });
    pipeline.runIn(caller, () => new Orders().root());

    const [root] = spans;
    expect(root!.parentSpanContext).toBeUndefined();
    expect(root!.spanContext().traceId).not.toBe(caller.span!.spanContext().traceId);
    expect(root!.links.map((link) => link.context.spanId)).toEqual([caller.span!.spanContext().spanId]);
  });

  it('covers the methods of a class, each inside its caller', () => {
    start();
    new Library().lend();
    new Library().hidden();
    new Library().onModuleInit();

    expect(spans.map(({ name }) => name)).toEqual(['stock', 'books.lend']);
    expect(spans[0]!.parentSpanContext?.spanId).toBe(spans[1]!.spanContext().spanId);
  });

  it('begins traces as soon as the ratio allows it, though it was called in vain before', () => {
    start({ sampleRatio: 0 });
    const orders = new Orders();
    for (let call = 0; call < 3; call++) orders.find('1', 's');
    tracing.sampling.setRatio(1);
    orders.find('1', 's');

    expect(spans.map(({ name }) => name)).toEqual(['Orders.find']);
  });

  it('is not even asked about inside an operation that nobody records, unless it is a root', () => {
    start({ sampleRatio: 0 });
    const orders = new Orders();
    const request = pipeline.start({ kind: 'http.server', name: 'GET' });
    tracing.sampling.setRatio(1);
    const admits = jest.spyOn(tracing.handler, 'admits');
    for (let call = 0; call < 3; call++) pipeline.runIn(request, () => orders.find('1', 's'));
    const asked = admits.mock.calls.length;
    for (let call = 0; call < 3; call++) pipeline.runIn(request, () => orders.root());

    expect(request.isSilent).toBe(true);
    expect([asked, admits.mock.calls.length]).toEqual([1, 4]);
    expect(spans.map(({ name }) => name)).toEqual(['Orders.root', 'Orders.root', 'Orders.root']);
  });

  it('calls the original alone below an unsampled operation, and at ratio 0', () => {
    start({ sampleRatio: 0 });
    const starting = jest.spyOn(pipeline, 'start');
    new Orders().find('1', 's');
    const request = pipeline.start({ kind: 'http.server', name: 'GET' });
    tracing.sampling.setRatio(1);
    pipeline.runIn(request, () => new Orders().find('1', 's'));

    expect(starting.mock.calls.map(([{ kind }]) => kind)).toEqual(['http.server']);
  });
});

describe('spans of third-party instrumentations', () => {
  it('belong to the operation they happen in, and follow its sampling', () => {
    start();
    const tracer = trace.getTracer('library');
    const request = pipeline.start({ kind: 'http.server', name: 'GET' });
    pipeline.runIn(request, () => tracer.startActiveSpan('query', (span) => span.end()));
    tracing.sampling.setRatio(0);
    tracer.startSpan('lonely').end();

    expect(spans.map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId])).toEqual([
      ['query', request.span!.spanContext().spanId],
    ]);
  });

  it('go to the application whose operation they are in', async () => {
    start();
    const [firstPipeline, firstTracing, firstSpans] = [pipeline, tracing, spans];
    spans = [];
    start();
    const tracer = trace.getTracer('library');
    for (const each of [firstPipeline, pipeline]) {
      const request = each.start({ kind: 'http.server', name: 'GET' });
      each.runIn(request, () => tracer.startSpan('query').end());
    }
    deactivate(firstPipeline);
    await firstTracing.shutdown(100);
    tracer.startSpan('later').end();

    expect([firstSpans.map(({ name }) => name), spans.map(({ name }) => name)]).toEqual([
      ['query'],
      ['query', 'later'],
    ]);
  });
});

function start(traces: TracesOptions = {}, more: Partial<StartTracingOptions> = {}): void {
  diagnostics = new Diagnostics(() => undefined);
  const clock: Clock = { now: () => nowMs, toEpochMs: (reading) => STARTED_AT_MS + reading };
  const config = resolveConfig({ traces: { sampleRatio: 1, ...traces } }, { env: {} });
  tracing = startTracing({ config, diagnostics, clock, consumers: [memory()], env: {}, ...more });
  pipeline = new OperationPipeline({ handlers: [tracing.handler], diagnostics, clock });
  tracing.onInterestChange(() => pipeline.replan());
  activate(pipeline);
}

function memory(): SpanConsumer {
  const into = spans;
  const onEnd = (span: FinishedSpan): void => void into.push(span);
  return {
    name: 'memory',
    create: () => ({ onStart: () => undefined, onEnd, forceFlush: nothing, shutdown: nothing }),
  };
}

async function nothing(): Promise<void> {}

function shown({ name, kind, status, attributes, events }: FinishedSpan) {
  const shownEvents = events.map((event) => [event.name, withoutStack(event.attributes ?? {})]);
  return { name, kind, status, attributes: { ...attributes }, events: shownEvents };
}

function withoutStack(attributes: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'exception.stacktrace'));
}

function hideSecret(text: string): string {
  return text.replaceAll('s3cret', '***');
}

function fail(error: Error): never {
  throw error;
}

it('leaves nothing behind in the OpenTelemetry API', async () => {
  start();
  await tracing.shutdown(100);

  expect(trace.getTracer('library').startSpan('x').spanContext().traceId).toBe('0'.repeat(32));
  expect(context.active()).toBe(ROOT_CONTEXT);
});
