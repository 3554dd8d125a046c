import { Controller, Get } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { sentry } from 'nestjs-observability/sentry';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { SentrySidecar } from '../support/sentry-sidecar.js';

@Controller('orders')
class OrdersController {
  @Get(':id')
  find(): never {
    throw new TypeError('no stock');
  }
}

interface Sighting {
  readonly traceId: unknown;
  /** Undefined where there is no room for one: an exemplar leads to the trace, a label would be a series per fault. */
  readonly fingerprint?: unknown;
}

/** Where a failure shows; each reads what it has seen of it. */
const channels: Readonly<Record<string, (application: RunningApplication) => Sighting[] | Promise<Sighting[]>>> = {
  span: ({ recorder }) =>
    recorder.spans
      .filter(({ kind }) => kind === SpanKind.SERVER)
      .map((span) => ({ traceId: span.spanContext().traceId, fingerprint: span.attributes['exception.fingerprint'] })),
  'log line': ({ recorder }) =>
    recorder.lines
      .filter(({ target, level }) => target === 'HTTP' && level === 'ERROR')
      .map((line) => ({ traceId: line['trace_id'], fingerprint: (line['err'] as Sighting).fingerprint })),
  metric: async (application) => {
    const page = await application.scrape('application/openmetrics-text');
    const slowest = page.matchAll(/^http_request_duration_seconds_bucket\{.*status="500".* # \{trace_id="(\w+)"/gm);
    return [...slowest].map(([, traceId]) => ({ traceId }));
  },
  'Sentry event': async () =>
    (await sidecar.received()).map(({ contexts, tags }) => ({
      traceId: contexts?.['trace']?.['trace_id'],
      fingerprint: tags?.['fingerprint'],
    })),
};

let sidecar: SentrySidecar;

beforeAll(async () => void (sidecar = await SentrySidecar.start()));
afterEach(async () => {
  await closeApplications();
  await sidecar.clear();
});
afterAll(() => sidecar.stop());

describe.each(platforms)('One request that fails on %s', (platform) => {
  it('shows up once in every channel, with one trace id and one fingerprint', async () => {
    const application = await startApplication({
      platform,
      controllers: [OrdersController],
      observability: { plugins: [sentry({ dsn: sidecar.dsn })] },
    });
    await application.request('/orders/17');
    await application.recorder.waitFor(({ operations }) => operations.some(({ kind }) => kind === 'http.server'));
    const { spans } = application.recorder;
    const failed = spans.find(({ kind }) => kind === SpanKind.SERVER)!;
    const traceId = failed.spanContext().traceId;
    const fingerprint = failed.attributes['exception.fingerprint'];

    const seen = Object.entries(channels).map(async ([name, look]) => [name, await look(application)] as const);

    expect(fingerprint).toMatch(/^[\da-f]{16}$/);
    expect(Object.fromEntries(await Promise.all(seen))).toEqual({
      span: [{ traceId, fingerprint }],
      'log line': [{ traceId, fingerprint }],
      metric: [{ traceId }],
      'Sentry event': [{ traceId, fingerprint }],
    });
  });
});
