import { createRequire } from 'node:module';
import { ValueType } from '@opentelemetry/api';
import { decode } from '../../test/support/otlp-receiver.js';
import { registryConfig } from '../../test/support/registry-config.js';
import { Diagnostics } from '../kernel/index.js';
import { Exposition, MetricRegistry } from '../metrics/index.js';
import { MetricRequests } from './metric-requests.js';
import { SeriesHistories } from './metric-temporality.js';

interface Transformer {
  readonly ProtobufMetricsSerializer: { serializeRequest(metrics: unknown): Uint8Array };
}

const official = createRequire(require.resolve('@opentelemetry/exporter-trace-otlp-grpc'))(
  '@opentelemetry/otlp-transformer',
) as Transformer;

const START_MS = 1_795_000_000_000;
const NOW_MS = 1_795_000_010_123.456;
const EXEMPLAR = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
/** In nanoseconds, as a text. */
const [START, NOW] = ['1795000000000000000', '1795000010123456055'];

let nowMs: number;
let registry: MetricRegistry;

beforeEach(() => {
  nowMs = NOW_MS;
  registry = new MetricRegistry(
    registryConfig({ defaultLabels: { team: 'shop' }, maxSeries: 10_000, maxLabelValues: 10_000 }),
    new Diagnostics(),
    {
      now: () => nowMs,
      toEpochMs: (ms) => ms,
    },
  );
});

it('says the same as the official serialiser', async () => {
  fill();
  const names = ['orders_total', 'depth', 'wait_seconds'];
  const ours = (await requests())[0]!;

  const theirs = decode('metrics', official.ProtobufMetricsSerializer.serializeRequest(officialMetrics()));

  const { records, ...around } = ours;
  expect(around).toEqual({ resource: theirs.resource, scope: theirs.scope });
  expect(names.map((name) => named(records, name))).toEqual(names.map((name) => named(theirs.records, name)));
});

it('tells quantiles of summaries, and leads from a bucket to its trace', async () => {
  registry
    .define({ ...WAIT, name: 'age_seconds', type: 'summary' })
    .cell(['a'])
    .observe(2);
  const histogram = registry.define(WAIT).cell(['a']);
  histogram.observeWithExemplar(0.05, EXEMPLAR.traceId, EXEMPLAR.spanId);

  const { records } = (await requests())[0]!;

  expect(named(records, 'age_seconds')).toMatchObject({
    unit: 's',
    summary: {
      dataPoints: [
        {
          attributes: { team: 'shop', queue: 'a' },
          startTimeUnixNano: START,
          timeUnixNano: NOW,
          count: '1',
          sum: 2,
          quantileValues: [0.5, 0.9, 0.95, 0.99].map((quantile) => ({
            quantile,
            value: expect.closeTo(2, 1) as number,
          })),
        },
      ],
    },
  });
  expect(pointsOf(named(records, 'wait_seconds'))[0]).toMatchObject({
    exemplars: [{ asDouble: 0.05, traceId: EXEMPLAR.traceId, spanId: EXEMPLAR.spanId }],
  });
});

it('tells an exemplar once', async () => {
  const histogram = registry.define(WAIT).cell(['a']);
  histogram.observeWithExemplar(0.05, EXEMPLAR.traceId, EXEMPLAR.spanId);

  const { records } = (await requests({ exemplarsSinceMs: Date.now() + 1000 }))[0]!;

  expect(pointsOf(named(records, 'wait_seconds'))[0]).toMatchObject({ exemplars: [] });
});

it('cuts a large registry into requests that a receiver takes, and loses no series', async () => {
  const family = registry.define({ ...WAIT, labelNames: ['queue', 'n'] });
  for (let index = 0; index < 9000; index++) family.cell([`q${index % 90}`, String(index)]).observe(index);

  const all = await encoded();

  const metrics = all.flatMap(({ bytes }) => decode('metrics', bytes).records);
  const points = metrics.filter(({ name }) => name === 'wait_seconds').flatMap(pointsOf);
  expect(all.length).toBeGreaterThan(1);
  expect(Math.max(...all.map(({ bytes }) => bytes.length))).toBeLessThan(2 * 1024 * 1024);
  expect(new Set(points.map(({ attributes }) => JSON.stringify(attributes))).size).toBe(9000);
});

it('gives units by which receivers of Prometheus would not rename a metric', async () => {
  for (const [name, unit] of [
    ['a_bytes', 'bytes'],
    ['a_ratio', 'ratio'],
    ['a_timestamp_seconds', 'timestamp_seconds'],
    ['a_cents', 'cents'],
    ['a_things', 'count'],
  ] as const)
    registry.define({ name, unit, type: 'gauge', help: name, labelNames: [], family: 'test' }).cell([]).set(1);

  const { records } = (await requests())[0]!;

  const units = records.filter(({ name }) => String(name).startsWith('a_')).map(({ name, unit }) => [name, unit]);
  expect(Object.fromEntries(units)).toEqual({
    a_bytes: 'By',
    a_ratio: '1',
    a_timestamp_seconds: 's',
    a_cents: '{cent}',
    a_things: '',
  });
});

const COUNT = {
  name: 'orders_total',
  type: 'counter',
  unit: 'count',
  help: 'Orders',
  labelNames: ['tier'],
  family: 'test',
} as const;
const DEPTH = { name: 'depth', type: 'gauge', unit: 'count', help: 'Größe', labelNames: [], family: 'test' } as const;
const WAIT = {
  name: 'wait_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time in a queue',
  labelNames: ['queue'],
  buckets: [0.1, 1],
  family: 'test',
} as const;

function fill(): void {
  registry.define(COUNT).cell(['gold']).add(2.5);
  registry
    .define(COUNT)
    .cell(['free'])
    .add(2 ** 53);
  registry.define(DEPTH).cell([]).set(-7.25);
  const wait = registry.define(WAIT).cell(['a']);
  for (const seconds of [0.05, 0.07, 0.5, 30]) wait.observe(seconds);
}

function officialMetrics(): unknown {
  const times = { startTime: [START_MS / 1000, 0], endTime: [1_795_000_010, 123_456_055] };
  const descriptor = { unit: '', valueType: ValueType.DOUBLE };
  const team = { team: 'shop' };
  const sum = (tier: string, value: number) => ({ ...times, attributes: { ...team, tier }, value });
  const buckets = { boundaries: [0.1, 1], counts: [2, 1, 1] };
  const metrics = [
    {
      descriptor: { ...descriptor, name: 'orders_total', description: 'Orders' },
      dataPointType: 3,
      isMonotonic: true,
      aggregationTemporality: 1,
      dataPoints: [sum('gold', 2.5), sum('free', 2 ** 53)],
    },
    {
      descriptor: { ...descriptor, name: 'depth', description: 'Größe' },
      dataPointType: 2,
      dataPoints: [{ endTime: times.endTime, startTime: [0, 0], attributes: team, value: -7.25 }],
    },
    {
      descriptor: { ...descriptor, name: 'wait_seconds', description: 'Time in a queue', unit: 's' },
      dataPointType: 0,
      aggregationTemporality: 1,
      dataPoints: [
        {
          ...times,
          attributes: { ...team, queue: 'a' },
          value: { buckets, count: 4, sum: 0.05 + 0.07 + 0.5 + 30 },
        },
      ],
    },
  ];
  const scopeMetrics = [{ scope: { name: 'nestjs-observability' }, metrics }];
  return { resource: { attributes: { 'service.name': 'orders' } }, scopeMetrics };
}

async function encoded({ exemplarsSinceMs = 0 } = {}) {
  const maker = new MetricRequests({
    resource: { attributes: { 'service.name': 'orders' } },
    defaultLabels: registry.config.defaultLabels,
    histories: new SeriesHistories('cumulative', START_MS),
    clock: registry.clock,
  });
  const content = await new Exposition(registry).reader.read(() => true);
  const made = [];
  for await (const request of maker.of(content, { nowMs: NOW_MS, exemplarsSinceMs })) made.push(request);
  return made;
}

async function requests(options = {}) {
  return (await encoded(options)).map(({ bytes }) => decode('metrics', bytes));
}

type DecodedMetric = Readonly<Record<string, unknown>>;

function named(records: readonly DecodedMetric[], name: string): DecodedMetric | undefined {
  return records.find((record) => record['name'] === name);
}

function pointsOf(metric: DecodedMetric | undefined): readonly { readonly attributes: unknown }[] {
  const data = metric?.[String(metric['data'])] as { dataPoints: [] } | undefined;
  return data?.dataPoints ?? [];
}
