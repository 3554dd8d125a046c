/** The metric reference as text: a section per family with what feeds it, from the catalog; prom-client's from prom-client itself. */
import type { Metric } from 'prom-client';
import type { MetricDefinition } from '../../src/kernel/index.js';
import { metricCatalog, otelMetrics } from '../../src/metric-catalog.js';
import { PrometheusRegistry } from '../../src/metrics/prometheus-registry.js';
import { table } from './generated.js';

/** By the family of the definitions. */
const SOURCES: Readonly<Record<string, string>> = {
  'HTTP server': "Every request to the application's server, from its first byte to the end of its answer.",
  'handler phases': 'Guards, pipes, interceptors and filters of HTTP, RPC and GraphQL handlers (`http.phases`).',
  methods: '`@Timed`, `@Counted`, `@Gauged` and `@Observed`.',
  RPC: 'Messages that microservice servers handle.',
  GraphQL: 'Operations of a GraphQL server.',
  CQRS: 'Commands, queries and events of `@nestjs/cqrs`.',
  connections: "Sockets of the application's servers.",
  sessions: '`SessionsInstrument`.',
  SSE: 'Event streams: `@Sse()` handlers and answers of `text/event-stream` that handlers write themselves.',
  WebSocket: 'Gateways, by their adapter.',
  'outgoing transports': 'Outgoing HTTP calls, clients of microservices and `TransportsInstrument`.',
  'events and queues': 'Event emitters, CQRS event buses, and BullMQ through its plugin.',
  schedules: 'Cron jobs, intervals and timeouts of `@nestjs/schedule`.',
  'rate limits': 'Throttler guards.',
  'connection pools': "Pools of database drivers, read when somebody looks, and `PoolsInstrument`'s.",
  'buffer and object pools': 'Pools of objects that the application observes by an instrument.',
  'child processes': 'Children that the application starts or observes by an instrument.',
  database: 'Queries and commands of pg, mysql2, mongodb, ioredis and node-redis, by themselves or below an ORM.',
  cache: 'Cache managers.',
  AI: 'Calls of language models: wrapped clients, and `AiInstrument`.',
  'business journeys': '`JourneysInstrument`.',
  health: 'Readiness and health checks.',
  runtime: 'The process and Node itself (`metrics.runtime`), log lines and crashes.',
  ourselves: 'The library about itself.',
};

/** A section per family, in the order of the catalog. */
export function metricReference(): string {
  const families = new Set(metricCatalog.map(({ family }) => family));
  return [...families].map(section).join('\n\n');
}

/** What `conventions: 'otel'` shows, and instead of what. */
export function otelReference(): string {
  return table(
    ['metric', 'instead of', 'type', 'unit', 'labels', 'buckets'],
    otelMetrics.map(({ definition, insteadOf }) => [
      code(definition.name),
      insteadOf === undefined ? 'nothing: it has no counterpart' : code(insteadOf.name),
      definition.type,
      definition.unit,
      labelsOf(definition),
      bucketsOf(definition),
    ]),
  );
}

/** prom-client's default metrics, without the ones it leaves out on this platform. */
export function prometheusReference(): string {
  const registry = new PrometheusRegistry({});
  const stop = registry.addDefaultMetrics();
  const metrics = registry.register.getMetricsAsArray() as unknown as readonly DefaultMetric[];
  stop();
  return table(
    ['metric', 'type', 'labels', 'buckets', 'what it says'],
    metrics.map(({ name, type, labelNames, upperBounds = [], help }) => [
      code(name),
      type,
      labelNames.map(code).join(', '),
      upperBounds.join(', '),
      help.replace(/\.$/, ''),
    ]),
  );
}

/** Beside prom-client's interface, what its metrics are made of. */
type DefaultMetric = Metric & {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames: readonly string[];
  readonly upperBounds?: readonly number[];
};

function section(family: string): string {
  const source = SOURCES[family];
  if (source === undefined) throw new Error(`Say in ${__filename} what feeds the family ${family}`);
  return [`### ${family}`, source, rows(metricCatalog.filter((metric) => metric.family === family))].join('\n\n');
}

function rows(metrics: readonly MetricDefinition[]): string {
  return table(
    ['metric', 'type', 'unit', 'labels', 'buckets', 'OpenTelemetry', 'what it says'],
    metrics.map((metric) => [
      code(metric.name),
      metric.type,
      metric.unit,
      labelsOf(metric),
      bucketsOf(metric),
      otelNameOf(metric),
      metric.help,
    ]),
  );
}

function otelNameOf(metric: MetricDefinition): string {
  const counterpart = otelMetrics.find(({ insteadOf }) => insteadOf?.name === metric.name);
  return counterpart === undefined ? '' : code(counterpart.definition.name);
}

function labelsOf({ labelNames }: MetricDefinition): string {
  return labelNames.map(code).join(', ');
}

function bucketsOf({ type, buckets }: MetricDefinition): string {
  if (type !== 'histogram') return '';
  return buckets === undefined || buckets === 'duration' ? '`metrics.durationBuckets`' : buckets.join(', ');
}

function code(text: string): string {
  return `\`${text}\``;
}
