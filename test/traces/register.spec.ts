import { resolveConfig, type ObservabilityOptions } from '../../src/config/index.js';
import { otlpTraces } from '../../src/exporters/index.js';
import { Diagnostics, OperationPipeline, systemClock } from '../../src/kernel/index.js';
import { peekEarlyTracing, startTracing, type Tracing } from '../../src/tracing/index.js';
import { startOtlpServer, type OtlpServer } from '../support/otlp-server.js';

let server: OtlpServer;
let warnings: string[];

beforeAll(async () => {
  server = await startOtlpServer();
  process.env['OTEL_SERVICE_NAME'] = 'early-shop';
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = server.endpoint;
  process.env['TRACE_SAMPLE_RATE'] = '1';
  await import('../../src/register.js');
});

afterAll(async () => {
  await peekEarlyTracing()?.stop(500);
  await server.stop();
  for (const name of ['OTEL_SERVICE_NAME', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'TRACE_SAMPLE_RATE'])
    delete process.env[name];
});

beforeEach(() => {
  warnings = [];
});

it('waits with one SDK for the application to take over', () => {
  expect(peekEarlyTracing()).toMatchObject({
    config: { service: { name: 'early-shop' } },
    tracing: { provider: 'own' },
  });
});

it('shares its SDK and exporter with the application, which changes what can change live', async () => {
  const first = takeOver({ traces: { sampleRatio: 0 } });
  observe(first, 'unsampled');
  first.sampling.setRatio(1);
  observe(first, 'sampled');
  await first.shutdown(2000);

  expect(server.spans.map(({ name, resource }) => [name, resource['service.name']])).toEqual([
    ['sampled', 'early-shop'],
  ]);
  expect(warnings).toEqual([]);
});

it('serves the next application after the first was closed, and starts another SDK for a second one beside it', async () => {
  const next = takeOver({});
  const beside = takeOver({ service: { name: 'other-shop' } });
  observe(next, 'next');
  observe(beside, 'beside');
  await Promise.all([next.shutdown(2000), beside.shutdown(2000)]);

  expect(
    server.spans
      .slice(1)
      .map(({ name, resource }) => `${name} of ${String(resource['service.name'])}`)
      .toSorted(),
  ).toEqual(['beside of other-shop', 'next of early-shop']);
  expect(warnings).toEqual([]);
});

it('names each value that comes too late, in one warning, without showing a secret', async () => {
  const late = takeOver({
    service: { name: 'late-shop' },
    traces: { endpoint: 'http://elsewhere:4317', headers: { authorization: 's3cret' }, sampleRatio: 0.5 },
  });
  await late.shutdown(500);

  expect(warnings).toEqual([
    'nestjs-observability/register has started tracing already, so these values come too late: ' +
      'service.name (stays early-shop, not late-shop), ' +
      `traces.endpoint (stays ${server.endpoint}, not http://elsewhere:4317), traces.headers. ` +
      'Fix: set them in the environment or in the configuration file, which register reads.',
  ]);
});

function takeOver(options: ObservabilityOptions): Tracing {
  const config = resolveConfig(options);
  const diagnostics = new Diagnostics((message) => void warnings.push(message));
  const consumers = [otlpTraces({ config: config.traces, diagnostics, clock: systemClock })];
  return startTracing({ config, diagnostics, clock: systemClock, consumers, env: {} });
}

function observe(tracing: Tracing, name: string): void {
  new OperationPipeline({ handlers: [tracing.handler] }).observe({ kind: 'schedule.run', name }, () => name);
}
