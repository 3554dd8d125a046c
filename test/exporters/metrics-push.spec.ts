import { Counter, Histogram, register, Summary } from 'prom-client';
import { MetricsService, type ObservabilityOptions } from 'nestjs-observability';
import { readExposition, type Sample } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { eventually } from '../support/child-process.js';
import { startOtlpReceiver, type DecodedRequest, type OtlpReceiver } from '../support/otlp-receiver.js';
import { samplesOfFamily } from '../support/samples.js';
import { OrdersController } from './orders.js';

let receiver: OtlpReceiver | undefined;

afterEach(async () => {
  await closeApplications();
  await receiver?.stop();
  receiver = undefined;
  register.clear();
});

describe.each(['grpc', 'http/protobuf'] as const)('over %s', (protocol) => {
  it('pushes what a scrape shows, to the digit', async () => {
    const application = await startPushing(protocol, { defaultLabels: { team: 'shop' } });
    fill(application.app.get(MetricsService));
    await application.request('/orders/1');
    const shown = samplesIn(await application.scrape());
    const before = receiver!.requests.length;
    await eventually(async () => (receiver!.requests.length >= before + 2 ? true : undefined));

    const pushed = pushedSamples(receiver!.requests.slice(before));
    const stable = Object.keys(shown).filter((series) => /^(shop_|theirs_|http_request)/.test(series));
    expect(stable.length).toBeGreaterThan(40);
    expect(stable.map((series) => [series, pushed[series]])).toEqual(stable.map((series) => [series, shown[series]]));
  });

  it('says who sends it, with the headers that were asked for', async () => {
    await startPushing(protocol, { headers: { 'api-key': 'k1' } });
    const { resource, scope } = await firstRequest();

    expect(receiver!.headers[0]).toMatchObject({ 'api-key': 'k1' });
    expect(resource).toMatchObject({ 'service.name': 'orders', 'process.pid': process.pid });
    expect(scope).toBe('nestjs-observability');
  });

  it('pushes once more when the application closes', async () => {
    const application = await startPushing(protocol, { exportIntervalMs: 60_000 });
    application.app.get(MetricsService).counter('shop_last_total', { help: 'Last' }).inc(3);
    await application.close();

    expect(pushedSamples(receiver!.requests)).toMatchObject({ shop_last_total: 3 });
  });

  it('goes on when the receiver was away, says it once, and loses no count', async () => {
    const application = await startPushing(protocol, { temporality: 'delta' });
    await firstRequest();
    const counter = application.app.get(MetricsService).counter('shop_sold_total', { help: 'Sold' });
    receiver!.mode = 'refuse';
    counter.inc(2);
    const away = receiver!.arrived;
    await eventually(async () => (receiver!.arrived > away + 1 ? true : undefined));
    counter.inc(3);
    receiver!.mode = 'ok';

    const sold = await eventually(async () => (soldIn(receiver!.requests) === 5 ? 5 : undefined));
    const warnings = application.recorder.lines.filter(({ message }) => String(message).includes('cannot be pushed'));
    expect([sold, warnings.length]).toEqual([5, 1]);
  });

  it('ends its last push in its bound where the receiver hangs', async () => {
    const application = await startPushing(protocol, {}, { flushTimeoutMs: 200 });
    receiver!.mode = 'hang';
    await eventually(async () => (receiver!.arrived > 0 ? true : undefined));
    const startedAtMs = performance.now();
    await application.close();

    expect(performance.now() - startedAtMs).toBeLessThan(5000);
  });

  it('counts points that were taken, and those that were not', async () => {
    const application = await startPushing(protocol);
    receiver!.mode = 'partial';
    const samples = await eventually(async () => {
      const now = await samplesOfFamily(application, /exported_total|dropped_total|last_success/);
      return now[REJECTED] === undefined ? undefined : now;
    });

    expect(samples[REJECTED]).toBeGreaterThanOrEqual(1);
    expect(samples['observability_exported_total{signal="metrics"}']).toBeGreaterThan(50);
  });
});

it('serves no page where metrics are only pushed', async () => {
  const application = await startPushing('grpc', { exporter: 'otlp' });

  expect((await application.request('/metrics')).status).toBe(404);
});

it.each([
  ['none', { exporter: 'none' as const }],
  ['OTEL_SDK_DISABLED', {}],
])('pushes nothing with %s', async (name, options) => {
  if (name === 'OTEL_SDK_DISABLED') process.env['OTEL_SDK_DISABLED'] = 'true';
  try {
    const application = await startPushing('grpc', options);
    await application.request('/orders/1');
    await application.close();
  } finally {
    delete process.env['OTEL_SDK_DISABLED'];
  }

  expect(receiver!.arrived).toBe(0);
});

it('leads from a bucket to the trace that fell into it', async () => {
  const application = await startPushing('grpc');
  const { headers } = await application.request('/orders/1', { headers: { traceparent: TRACEPARENT } });
  expect(headers).toBeDefined();

  const found = await eventually(async () =>
    pointsOf(receiver!.requests)
      .filter(({ name }) => name === 'http_request_duration_seconds')
      .flatMap(({ point }) => point.exemplars ?? [])
      .find(({ traceId }) => traceId === TRACE_ID),
  );
  expect(found).toMatchObject({ traceId: TRACE_ID });
});

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`;
const REJECTED = 'observability_dropped_total{signal="metrics",reason="rejected"}';

async function startPushing(
  protocol: 'grpc' | 'http/protobuf',
  metrics: NonNullable<ObservabilityOptions['metrics']> = {},
  shutdown = {},
): Promise<RunningApplication> {
  receiver = await startOtlpReceiver('metrics', protocol);
  const { endpoint } = receiver;
  return startApplication({
    controllers: [OrdersController],
    observability: {
      service: { name: 'orders' },
      metrics: { exporter: ['prometheus', 'otlp'], exportIntervalMs: 200, endpoint, protocol, ...metrics },
      shutdown,
    },
  });
}

function fill(metrics: MetricsService): void {
  metrics
    .counter('shop_orders_total', { help: 'Orders', labelNames: ['tier'] })
    .labels({ tier: 'gold' })
    .inc(0.1 + 0.2);
  metrics.gauge('shop_depth', { help: 'Depth' }).set(-1 / 3);
  const wait = metrics.histogram('shop_wait_seconds', { help: 'Wait' });
  for (const seconds of [0.001, 0.3, 1e-7, 99]) wait.observe(seconds);
  metrics.summary('shop_age_seconds', { help: 'Age' }).observe(1 / 7);
  new Counter({ name: 'theirs_total', help: 'Theirs', labelNames: ['a'] }).inc({ a: 'x' }, 1.1);
  new Histogram({ name: 'theirs_seconds', help: 'Theirs', buckets: [0.5, 2] }).observe(1.7);
  new Summary({ name: 'theirs_bytes', help: 'Theirs', percentiles: [0.5] }).observe(12.25);
}

async function firstRequest(): Promise<DecodedRequest> {
  return eventually(async () => receiver!.requests[0]);
}

function samplesIn(page: string): Record<string, number> {
  return Object.fromEntries(
    readExposition(page).map((sample: Sample) => [seriesOf(sample.name, sample.labels), sample.value]),
  );
}

function seriesOf(name: string, labels: Readonly<Record<string, unknown>>): string {
  return `${name}${JSON.stringify(
    Object.entries(labels)
      .map(([label, value]) => [label, String(value)])
      .toSorted(),
  )}`;
}

interface PushedPoint {
  readonly attributes: Readonly<Record<string, string>>;
  readonly asDouble?: number;
  readonly sum?: number;
  readonly count?: string;
  readonly bucketCounts?: readonly string[];
  readonly explicitBounds?: readonly number[];
  readonly quantileValues?: readonly { readonly quantile: number; readonly value: number }[];
  readonly exemplars?: readonly { readonly traceId: string }[];
}

function pointsOf(requests: readonly DecodedRequest[]): { readonly name: string; readonly point: PushedPoint }[] {
  return requests
    .flatMap(({ records }) => records)
    .flatMap((metric) => {
      const { dataPoints } = metric[String(metric['data'])] as { readonly dataPoints: readonly PushedPoint[] };
      return dataPoints.map((point) => ({ name: String(metric['name']), point }));
    });
}

/** The last push of each series, as the samples that a scrape would show; without labels by its name alone, too. */
function pushedSamples(requests: readonly DecodedRequest[]): Record<string, number> {
  return Object.assign({}, ...pointsOf(requests).map(({ name, point }) => samplesOfPoint(name, point)));
}

function samplesOfPoint(name: string, point: PushedPoint): Record<string, number> {
  const { attributes: labels, asDouble, sum, count } = point;
  if (asDouble !== undefined && count === undefined)
    return { ...(Object.keys(labels).length === 0 && { [name]: asDouble }), [seriesOf(name, labels)]: asDouble };
  return {
    [seriesOf(`${name}_sum`, labels)]: sum!,
    [seriesOf(`${name}_count`, labels)]: Number(count),
    ...bucketsOf(name, point),
    ...quantilesOf(name, point),
  };
}

function bucketsOf(name: string, { attributes, bucketCounts = [], explicitBounds = [] }: PushedPoint) {
  let total = 0;
  const buckets = bucketCounts.map((count, bucket) => {
    const le = explicitBounds[bucket] ?? '+Inf';
    return [seriesOf(`${name}_bucket`, { ...attributes, le }), (total += Number(count))] as const;
  });
  return Object.fromEntries(buckets);
}

function quantilesOf(name: string, { attributes, quantileValues = [] }: PushedPoint) {
  const values = quantileValues.map(
    ({ quantile, value }) => [seriesOf(name, { ...attributes, quantile }), value] as const,
  );
  return Object.fromEntries(values);
}

/** The sum of all deltas. */
function soldIn(requests: readonly DecodedRequest[]): number {
  const sold = pointsOf(requests).filter(({ name }) => name === 'shop_sold_total');
  return sold.reduce((sum, { point }) => sum + point.asDouble!, 0);
}
