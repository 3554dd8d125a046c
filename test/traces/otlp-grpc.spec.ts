import { resolveConfig, type TracesOptions } from '../../src/config/index.js';
import { otlpTraces } from '../../src/exporters/index.js';
import { Diagnostics, OperationPipeline, systemClock } from '../../src/kernel/index.js';
import { startTracing, type ExportState, type Tracing } from '../../src/tracing/index.js';
import { startOtlpServer, type OtlpServer } from '../support/otlp-server.js';

const CLOSED_PORT_ENDPOINT = 'http://127.0.0.1:9';

interface Setup {
  readonly tracing: Tracing;
  readonly pipeline: OperationPipeline;
  readonly diagnostics: Diagnostics;
  readonly warnings: string[];
  readonly news: string[];
}

const running: Tracing[] = [];
const servers: OtlpServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((tracing) => tracing.shutdown(500)));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

it('sends spans with resource, ids, kind, attributes, events and times to a real gRPC server', async () => {
  const server = await serve();
  const { pipeline, tracing } = start({ endpoint: server.endpoint, headers: { 'x-api-key': 'k1' } });
  const request = pipeline.start({ kind: 'http.server', name: 'GET', scope: { requestId: 'r1', userId: 'u1' } });
  const call = pipeline.start({ kind: 'database.query', name: 'SELECT orders', context: request.context });
  pipeline.event(call, { name: 'row', attributes: { count: 3 } });
  pipeline.end(call, { outcome: 'error', error: new TypeError('no table') });
  request.name = 'GET /orders/:id';
  request.annotate({ 'http.route': '/orders/:id', 'http.response.status_code': 500 });
  pipeline.end(request, { outcome: 'ok' });

  await tracing.flush(2000);

  const [query, root] = server.spans;
  expect(server.spans).toHaveLength(2);
  expect(root).toMatchObject({
    name: 'GET /orders/:id',
    kind: 2,
    parentSpanId: '',
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    statusCode: 0,
    attributes: { 'http.route': '/orders/:id', 'http.response.status_code': 500, 'user.id': 'u1' },
    scope: 'nestjs-observability',
    resource: {
      'service.name': 'shop',
      'service.version': '1.2.3',
      'deployment.environment.name': 'test',
      'process.pid': process.pid,
      'telemetry.sdk.language': 'nodejs',
    },
  });
  expect(query).toMatchObject({
    name: 'SELECT orders',
    kind: 3,
    traceId: root!.traceId,
    parentSpanId: root!.spanId,
    statusCode: 2,
    statusMessage: 'no table',
    attributes: { 'error.type': 'TypeError' },
  });
  expect(query!.events.map(({ name }) => name)).toEqual(['row', 'exception']);
  expect(query!.startUnixNano).toBeGreaterThanOrEqual(root!.startUnixNano);
  expect(query!.endUnixNano).toBeLessThanOrEqual(root!.endUnixNano);
  expect(server.metadata[0]!.get('x-api-key')).toEqual(['k1']);
});

it('drops and counts everything while the endpoint refuses connections, and warns once', async () => {
  const { pipeline, tracing, diagnostics, warnings } = start({ endpoint: CLOSED_PORT_ENDPOINT });

  makeSpans(pipeline, 20);
  await tracing.flush(3000);
  makeSpans(pipeline, 5);
  await tracing.flush(3000);

  expect(conserved(tracing)).toEqual({ created: 25, exported: 0, dropped: 25 });
  expect([...diagnostics.drops.values()]).toEqual([
    { labels: { signal: 'traces', reason: 'export_failed' }, value: 25 },
  ]);
  expect(warnings).toEqual([expect.stringContaining(`Traces cannot be exported to ${CLOSED_PORT_ENDPOINT}`)]);
});

it('drops and counts what the server refuses', async () => {
  const server = await serve('error');
  const { pipeline, tracing } = start({ endpoint: server.endpoint });

  makeSpans(pipeline, 7);
  await tracing.flush(3000);

  expect(conserved(tracing)).toEqual({ created: 7, exported: 0, dropped: 7 });
});

it('keeps its bound and never delays work while the server hangs, and recovers without a restart', async () => {
  const server = await serve('hang');
  const { pipeline, tracing, diagnostics, warnings, news } = start({
    endpoint: server.endpoint,
    exportTimeoutMs: 300,
    maxQueueSize: 10,
    maxBatchSize: 5,
    scheduleDelayMs: 20,
  });

  const startedAtMs = performance.now();
  makeSpans(pipeline, 200);
  const tookMs = performance.now() - startedAtMs;
  const { queued, inFlight } = tracing.exportState()!;
  await until(() => tracing.exportState()!.isFailing);
  server.setMode('ok');
  await until(() => tracing.exportState()!.queued + tracing.exportState()!.inFlight === 0);
  makeSpans(pipeline, 3);
  await tracing.flush(2000);

  expect(queued + inFlight).toBeLessThanOrEqual(10);
  expect(tookMs).toBeLessThan(2000);
  expect(diagnostics.drops.get('traces\u0000queue_full')!.value).toBe(190);
  expect(diagnostics.drops.get('traces\u0000export_timeout')!.value).toBeGreaterThan(0);
  expect(conserved(tracing).created).toBe(203);
  expect(server.spans.length).toBe(tracing.exportState()!.exported);
  expect(server.spans.length).toBeGreaterThanOrEqual(3);
  expect(tracing.exportState()!.isFailing).toBe(false);
  expect(warnings.filter((warning) => warning.startsWith('Traces cannot'))).toHaveLength(1);
  expect(news).toEqual([expect.stringContaining('are exported to')]);
});

it('resumes when a server appears that was not there before', async () => {
  const first = await serve();
  await first.stop();
  const { pipeline, tracing } = start({ endpoint: first.endpoint, scheduleDelayMs: 50 });
  makeSpans(pipeline, 2);
  await until(() => tracing.exportState()!.dropped === 2);

  const second = await serve('ok', first.port);
  await until(() => {
    makeSpans(pipeline, 1);
    return tracing.exportState()!.exported > 0;
  }, 15_000);
  await tracing.flush(2000);

  expect(second.spans.length).toBe(tracing.exportState()!.exported);
}, 20_000);

it('ends a shutdown in its bound while the server hangs, and counts what it gives up', async () => {
  const server = await serve('hang');
  const { pipeline, tracing, diagnostics } = start({
    endpoint: server.endpoint,
    exportTimeoutMs: 5000,
    maxBatchSize: 4,
  });
  makeSpans(pipeline, 10);

  const startedAtMs = performance.now();
  await Promise.all([tracing.shutdown(200), tracing.shutdown(200)]);
  const tookMs = performance.now() - startedAtMs;
  makeSpans(pipeline, 2);

  expect(tookMs).toBeLessThan(1000);
  expect(conserved(tracing)).toEqual({ created: 12, exported: 0, dropped: 12 });
  expect([...diagnostics.drops.keys()]).toEqual(['traces\u0000shutdown']);
});

async function serve(mode: 'ok' | 'error' | 'hang' = 'ok', port = 0): Promise<OtlpServer> {
  const server = await startOtlpServer({ mode, port });
  servers.push(server);
  return server;
}

function start(traces: TracesOptions): Setup {
  const config = resolveConfig(
    {
      service: { name: 'shop', version: '1.2.3' },
      environment: 'test',
      traces: { sampleRatio: 1, scheduleDelayMs: 60_000, ...traces },
    },
    { env: {} },
  );
  const [warnings, news]: [string[], string[]] = [[], []];
  const diagnostics = new Diagnostics();
  diagnostics.warnThrough(
    (message) => void warnings.push(message),
    (message) => void news.push(message),
  );
  const clock = systemClock;
  const consumers = [otlpTraces({ config: config.traces, diagnostics, clock })];
  const tracing = startTracing({ config, diagnostics, clock, consumers, env: {} });
  running.push(tracing);
  return {
    tracing,
    pipeline: new OperationPipeline({ handlers: [tracing.handler], diagnostics }),
    diagnostics,
    warnings,
    news,
  };
}

function makeSpans(pipeline: OperationPipeline, count: number): void {
  for (let index = 0; index < count; index++) pipeline.observe({ kind: 'method', name: `work ${index}` }, () => index);
}

function conserved(tracing: Tracing): { created: number; exported: number; dropped: number } {
  const { exported, dropped, queued, inFlight } = tracing.exportState() as ExportState;
  return { created: exported + dropped + queued + inFlight, exported, dropped };
}

async function until(predicate: () => boolean, timeoutMs = 4000): Promise<void> {
  const endsAtMs = performance.now() + timeoutMs;
  while (!predicate()) {
    if (performance.now() > endsAtMs) throw new Error('The condition did not become true in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
