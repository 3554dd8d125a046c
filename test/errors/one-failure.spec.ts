import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Controller, Get } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { CaptureService, type ObservabilityOptions, type TelemetryRecord } from 'nestjs-observability';
import { sentry } from 'nestjs-observability/sentry';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { SentrySidecar } from '../support/sentry-sidecar.js';
import { startWebhookReceiver, type WebhookReceiver } from '../exporters/orders.js';

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

type Channels = Readonly<Record<string, (application: RunningApplication) => Sighting[] | Promise<Sighting[]>>>;

/** Where a failure shows while the application runs; each reads what it has seen of it. */
const live: Channels = {
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
  capture: ({ app }) =>
    app
      .get(CaptureService)
      .list()
      .map(({ traceId, error }) => ({ traceId, fingerprint: error?.fingerprint })),
};

/** Where it has come to by the time that the application is closed. */
const outside: Channels = {
  file: () => sightingsIn(readFileSync(file, 'utf8').trimEnd().split('\n').map(parseRecord)),
  webhook: () => sightingsIn(receiver.records),
  'Sentry event': async () =>
    (await sidecar.received()).map(({ contexts, tags }) => ({
      traceId: contexts?.['trace']?.['trace_id'],
      fingerprint: tags?.['fingerprint'],
    })),
};

let sidecar: SentrySidecar;
let receiver: WebhookReceiver;
let file: string;

beforeAll(async () => void (sidecar = await SentrySidecar.start()));
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  file = join(mkdtempSync(join(tmpdir(), 'observability-failure-')), 'telemetry.jsonl');
});
afterEach(async () => {
  await closeApplications();
  await receiver.stop();
  rmSync(dirname(file), { recursive: true });
  await sidecar.clear();
});
afterAll(() => sidecar.stop());

describe.each(platforms)('One request that fails on %s', (platform) => {
  it('shows up once in every channel, with one trace id and one fingerprint', async () => {
    const observability = everyChannel();
    const application = await startApplication({ platform, controllers: [OrdersController], observability });
    await application.request('/orders/17');
    await application.recorder.waitFor(({ operations }) => operations.some(({ kind }) => kind === 'http.server'));
    const { spans } = application.recorder;
    const failed = spans.find(({ kind }) => kind === SpanKind.SERVER)!;
    const traceId = failed.spanContext().traceId;
    const fingerprint = failed.attributes['exception.fingerprint'];

    const seenLive = await look(live, application);
    await application.close();
    const seenOutside = await look(outside, application);

    expect(fingerprint).toMatch(/^[\da-f]{16}$/);
    expect({ ...seenLive, ...seenOutside }).toEqual({
      span: [{ traceId, fingerprint }],
      'log line': [{ traceId, fingerprint }],
      metric: [{ traceId }],
      capture: [{ traceId, fingerprint }],
      file: [{ traceId, fingerprint }],
      webhook: [{ traceId, fingerprint }],
      'Sentry event': [{ traceId, fingerprint }],
    });
  });
});

function everyChannel(): ObservabilityOptions {
  const events = ['operation.error'] as const;
  return {
    plugins: [sentry({ dsn: sidecar.dsn })],
    capture: { rules: [{ when: 'failed' }] },
    exporters: [
      { type: 'file', path: file, events },
      { type: 'webhook', url: receiver.url, secret: 's3cret', events },
    ],
  };
}

async function look(channels: Channels, application: RunningApplication): Promise<Record<string, Sighting[]>> {
  const seen = Object.entries(channels).map(async ([name, read]) => [name, await read(application)] as const);
  return Object.fromEntries(await Promise.all(seen));
}

function sightingsIn(records: readonly TelemetryRecord[]): Sighting[] {
  return records.map(({ trace_id, error }) => ({ traceId: trace_id, fingerprint: error?.fingerprint }));
}

function parseRecord(line: string): TelemetryRecord {
  return JSON.parse(line) as TelemetryRecord;
}
