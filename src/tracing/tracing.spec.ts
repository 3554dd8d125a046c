import { createRequire } from 'node:module';
import { propagation, ROOT_CONTEXT, trace, type TracerProvider } from '@opentelemetry/api';
import { resolveConfig } from '../config/index.js';
import { Diagnostics, OperationPipeline, systemClock } from '../kernel/index.js';
import type { FinishedSpan, SpanConsumer, SpanProcessorLike } from './span-consumer.js';
import { startTracing, type StartTracingOptions, type Tracing } from './tracing.js';

const running: Tracing[] = [];
let warnings: string[];
let diagnostics: Diagnostics;

beforeEach(() => {
  warnings = [];
  diagnostics = new Diagnostics((message) => void warnings.push(message));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((tracing) => tracing.shutdown(100)));
  trace.disable();
});

describe('an application that brought its own SDK', () => {
  it('gets our spans into it, with its sampling, and is told once that our exporter stays off', () => {
    const spans: FinishedSpan[] = [];
    trace.setGlobalTracerProvider(sdkProvider(into(spans)));
    const create = jest.fn(() => into([]));
    const tracing = start({ consumers: [{ name: 'otlp', create }], ratio: 0 });
    observe(tracing, 'work');

    expect([tracing.provider, spans.map(({ name }) => name)]).toEqual(['application', ['work']]);
    expect(create).not.toHaveBeenCalled();
    expect(warnings).toEqual([expect.stringContaining('The application has registered its own OpenTelemetry SDK')]);
  });

  it('keeps its SDK running when ours shuts down', async () => {
    const processor = into([]);
    const shutdown = jest.spyOn(processor, 'shutdown');
    trace.setGlobalTracerProvider(sdkProvider(processor));
    await start({}).shutdown(100);

    expect(shutdown).not.toHaveBeenCalled();
    expect(trace.getTracer('x').startSpan('y').isRecording()).toBe(true);
  });
});

describe('consumers', () => {
  it('all get every span; one that throws takes nothing from the others', () => {
    const spans: FinishedSpan[] = [];
    const broken = { ...into([]), onEnd: () => fail(), onStart: () => fail() };
    observe(start({ consumers: [named('broken', broken), named('memory', into(spans))] }), 'work');

    expect(spans.map(({ name }) => name)).toEqual(['work']);
    expect([...diagnostics.failures.values()].map(({ labels }) => labels)).toEqual([
      { handler: 'broken', phase: 'onStart' },
      { handler: 'broken', phase: 'onEnd' },
    ]);
  });

  it('are flushed and shut down in a bound, though one hangs and one rejects', async () => {
    const hanging = {
      ...into([]),
      forceFlush: () => new Promise<void>(() => undefined),
      shutdown: () => new Promise<void>(() => undefined),
    };
    const rejecting = { ...into([]), shutdown: () => Promise.reject(new Error('closed')) };
    const tracing = start({ consumers: [named('hanging', hanging), named('rejecting', rejecting)] });

    const startedAtMs = performance.now();
    await tracing.flush(30);
    await tracing.shutdown(30);
    await tracing.shutdown(30);

    expect(performance.now() - startedAtMs).toBeLessThan(1000);
    expect([...diagnostics.failures.values()]).toEqual([
      { labels: { handler: 'rejecting', phase: 'shutdown' }, value: 1 },
    ]);
  });
});

describe('propagation', () => {
  afterEach(() => propagation.disable());

  it.each([
    [undefined, ['traceparent', 'tracestate', 'baggage']],
    ['baggage', ['baggage']],
    ['none', []],
    ['tracecontext,b3', ['traceparent', 'tracestate']],
  ])('follows OTEL_PROPAGATORS=%s', (names, fields) => {
    propagation.disable();
    start({ env: { OTEL_PROPAGATORS: names } });

    expect(propagation.fields()).toEqual(fields);
  });

  it('works without any consumer, and so without an SDK', () => {
    start({ consumers: [] });
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const extracted = propagation.extract(ROOT_CONTEXT, { traceparent, tracestate: 'v=1', baggage: 'a=b' });
    const carrier = {};
    propagation.inject(extracted, carrier);

    expect(carrier).toEqual({ traceparent, tracestate: 'v=1', baggage: 'a=b' });
  });
});

function start({ ratio = 1, ...options }: Partial<StartTracingOptions> & { ratio?: number }): Tracing {
  const config = resolveConfig({ traces: { sampleRatio: ratio } }, { env: {} });
  const tracing = startTracing({ config, diagnostics, clock: systemClock, consumers: [], env: {}, ...options });
  running.push(tracing);
  return tracing;
}

function observe(tracing: Tracing, name: string): void {
  new OperationPipeline({ handlers: [tracing.handler], diagnostics }).observe(
    { kind: 'schedule.run', name },
    () => name,
  );
}

function into(spans: FinishedSpan[]): SpanProcessorLike {
  return { onStart: () => undefined, onEnd: (span) => void spans.push(span), forceFlush: nothing, shutdown: nothing };
}

async function nothing(): Promise<void> {}

function named(name: string, processor: SpanProcessorLike): SpanConsumer {
  return { name, create: () => processor };
}

function sdkProvider(processor: SpanProcessorLike): TracerProvider {
  const sdk = createRequire(require.resolve('@opentelemetry/sdk-node'))('@opentelemetry/sdk-trace') as {
    TracerProvider: new (options: { spanProcessors: SpanProcessorLike[] }) => TracerProvider;
  };
  return new sdk.TracerProvider({ spanProcessors: [processor] });
}

function fail(): never {
  throw new Error('broken');
}
