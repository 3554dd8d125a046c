/** What leaves over each protocol, received by real servers. */
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { resolveConfig, type TracesOptions } from '../../src/config/index.js';
import { otlpTraces } from '../../src/exporters/index.js';
import { Diagnostics, systemClock } from '../../src/kernel/index.js';
import type { FinishedSpan, SpanProcessorLike } from '../../src/tracing/index.js';
import { startOtlpHttpServer } from '../support/otlp-http-server.js';
import { startOtlpServer, type ReceivedSpan } from '../support/otlp-server.js';
import { RandomSpans } from '../support/random-spans.js';

type Mode = 'ok' | 'error' | 'partial';
type Protocol = 'grpc' | 'http/protobuf';

interface Collector {
  readonly endpoint: string;
  readonly spans: readonly ReceivedSpan[];
  /** A header of the first export. */
  header(name: string): unknown;
  stop(): Promise<void>;
}

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe.each<[Protocol]>([['grpc'], ['http/protobuf']])('Over %s', (protocol) => {
  it('spans arrive as they ended, with the headers that were asked for', async () => {
    const collector = await collect(protocol);
    const exporting = exportTo(collector, { protocol, headers: { 'x-api-key': 'k1' } });

    exporting.onEnd(span());
    await exporting.forceFlush(2000);

    expect(collector.spans).toEqual([
      {
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        parentSpanId: '00f067aa0ba902b7',
        name: 'GET /größe/:id',
        kind: 2,
        startUnixNano: 1_795_000_000_000_000_001n,
        endUnixNano: 1_795_000_001_999_999_999n,
        statusCode: 2,
        statusMessage: 'no table',
        attributes: { 'http.route': '/größe/:id', count: 3, ratio: 0.5, isCached: false, tags: ['a', 'ü'] },
        events: [{ name: 'row', attributes: { count: 3 } }],
        links: [{ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '53995c3f42cd8ad8' }],
        resource: { 'service.name': 'shop' },
        scope: 'nestjs-observability',
      },
    ]);
    expect(collector.header('x-api-key')).toEqual('k1');
    expect(exporting.exportState!()).toMatchObject({ exported: 1, dropped: 0, queued: 0, inFlight: 0 });
  });

  it('batches of any shape arrive whole', async () => {
    const collector = await collect(protocol);
    const exporting = exportTo(collector, { protocol });
    const spans = new RandomSpans(7).take(120);

    for (const one of spans) exporting.onEnd(one);
    await exporting.forceFlush(5000);

    const ids = (list: readonly string[]) => list.toSorted();
    expect(ids(collector.spans.map(({ spanId }) => spanId))).toEqual(ids(spans.map((one) => one.spanContext().spanId)));
  });

  it('a partial success is told through OpenTelemetry’s own log, and what was refused is not counted as exported', async () => {
    const said: unknown[][] = [];
    const ignore = (): void => undefined;
    const logger = { verbose: ignore, debug: ignore, info: ignore, error: ignore };
    diag.setLogger({ ...logger, warn: (...words) => void said.push(words) }, DiagLogLevel.WARN);
    cleanups.push(async () => diag.disable());
    const collector = await collect(protocol, 'partial');
    const exporting = exportTo(collector, { protocol });

    exporting.onEnd(span());
    await exporting.forceFlush(2000);

    expect(JSON.stringify(said)).toContain('one span is too old');
    expect(exporting.exportState!()).toMatchObject({ exported: 0, dropped: 1, isFailing: false });
  });

  it('what the collector refuses is dropped and counted', async () => {
    const collector = await collect(protocol, 'error');
    const exporting = exportTo(collector, { protocol });

    for (let count = 0; count < 7; count++) exporting.onEnd(span());
    await exporting.forceFlush(2000);

    expect(exporting.exportState!()).toMatchObject({
      exported: 0,
      dropped: 7,
      queued: 0,
      inFlight: 0,
      isFailing: true,
    });
  });
});

it('Over http/protobuf the exporter compresses when the environment says so', async () => {
  process.env['OTEL_EXPORTER_OTLP_COMPRESSION'] = 'gzip';
  cleanups.push(async () => delete process.env['OTEL_EXPORTER_OTLP_COMPRESSION']);
  const collector = await collect('http/protobuf');
  const exporting = exportTo(collector, { protocol: 'http/protobuf' });

  exporting.onEnd(span());
  await exporting.forceFlush(2000);

  expect(collector.spans).toHaveLength(1);
  expect(collector.header('content-encoding')).toBe('gzip');
});

async function collect(protocol: Protocol, mode: Mode = 'ok'): Promise<Collector> {
  const collector = await (protocol === 'grpc' ? collectOverGrpc(mode) : collectOverHttp(mode));
  cleanups.push(() => collector.stop());
  return collector;
}

async function collectOverGrpc(mode: Mode): Promise<Collector> {
  const { endpoint, spans, metadata, stop } = await startOtlpServer({ mode });
  return { endpoint, spans, stop, header: (name) => metadata[0]!.get(name)[0] };
}

async function collectOverHttp(mode: Mode): Promise<Collector> {
  const { endpoint, spans, headers, stop } = await startOtlpHttpServer(mode);
  return { endpoint, spans, stop, header: (name) => headers[0]![name] };
}

function exportTo({ endpoint }: Collector, traces: TracesOptions): SpanProcessorLike {
  const { traces: config } = resolveConfig(
    { service: { name: 'shop' }, traces: { endpoint, scheduleDelayMs: 60_000, ...traces } },
    { env: {} },
  );
  const exporting = otlpTraces({ config, diagnostics: new Diagnostics(() => undefined), clock: systemClock }).create();
  cleanups.unshift(() => exporting.shutdown(500));
  return exporting;
}

function span(): FinishedSpan {
  const context = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
  return {
    name: 'GET /größe/:id',
    kind: 1,
    spanContext: () => context,
    parentSpanContext: { ...context, spanId: '00f067aa0ba902b7', isRemote: true },
    startTime: [1_795_000_000, 1],
    endTime: [1_795_000_001, 999_999_999],
    duration: [1, 999_999_998],
    status: { code: 2, message: 'no table' },
    attributes: { 'http.route': '/größe/:id', count: 3, ratio: 0.5, isCached: false, tags: ['a', 'ü'] },
    events: [{ name: 'row', time: [1_795_000_000, 2], attributes: { count: 3 } }],
    links: [{ context: { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '53995c3f42cd8ad8', traceFlags: 1 } }],
    resource: { attributes: { 'service.name': 'shop' } },
    instrumentationScope: { name: 'nestjs-observability' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  } as FinishedSpan;
}
