/**
 * The metric reference as text: a section per family with what feeds it, from the catalog, and with what uses it, from the
 * generated dashboards and alerts; prom-client's metrics from prom-client itself.
 */
import type { Metric } from 'prom-client';
import { allInstruments } from '../../src/instruments/all-instruments.js';
import type { InstrumentClass } from '../../src/instruments/index.js';
import type { MetricDefinition } from '../../src/kernel/index.js';
import { metricCatalog, otelMetrics } from '../../src/metric-catalog.js';
import { PrometheusRegistry } from '../../src/metrics/prometheus-registry.js';
import { code, table } from './generated.js';
import { metricUsage, type MetricUsage } from './metric-usage.js';

/** What feeds each family, in the order of the reference. */
const SOURCES: Readonly<Record<string, string>> = {
  'HTTP server':
    "Every request to the application's server, from its first byte to the end of its answer; not the library's own endpoints, nor what `http.ignore` names.",
  'handler phases':
    'Guards, pipes, interceptors and filters of HTTP, RPC, GraphQL and WebSocket handlers; off with `http.phases: false`.',
  methods: 'Methods with `@Timed`, `@Counted`, `@Gauged` or `@Observed`.',
  RPC: 'Messages and events that microservice servers receive.',
  GraphQL: 'Operations of `@nestjs/graphql`, whichever its driver.',
  CQRS: 'Commands, queries, events and sagas of `@nestjs/cqrs`.',
  connections:
    "Sockets of the application's HTTP servers, clients of gateways on servers of their own, and what is opened with `ConnectionsInstrument`.",
  sessions: 'What is opened with `SessionsInstrument`.',
  'outgoing transports':
    'Outgoing HTTP calls by `fetch`, undici, `node:http` and `node:https`, clients of microservices, and calls over a `TransportsInstrument`.',
  'connection pools':
    'Pools of pg, mysql2, mongodb, node-redis, tarn (Knex) and generic-pool, and clients of ioredis, each a pool of one connection; pools that `PoolsInstrument` is shown or lends from.',
  'buffer and object pools': 'What is told to `BuffersInstrument`.',
  'child processes':
    'Every child that this process starts, whoever starts it; one started with or shown to `ProcessesInstrument` has a name of its own.',
  SSE: 'Event streams of any route: `@Sse()` handlers, answers of `text/event-stream` that handlers write themselves, and topics of `SseInstrument`.',
  WebSocket: 'Gateways with any adapter of Nest, and servers that `WebSocketsInstrument` is shown.',
  'events and queues':
    '`@nestjs/event-emitter`, the event bus of `@nestjs/cqrs`, BullMQ through its plugin, `EventsInstrument` and `QueuesInstrument`.',
  schedules: 'Cron jobs, intervals and timeouts of `@nestjs/schedule`.',
  'rate limits': 'Guards of `@nestjs/throttler`, and limiters of `RateLimitsInstrument`.',
  database:
    'Queries and commands of pg, mysql2, mongodb, ioredis and node-redis, by themselves or below an ORM, and those that run in `DatabaseInstrument`.',
  cache: 'Cache managers of `@nestjs/cache-manager`, and caches of `CachesInstrument`.',
  'AI / LLM':
    'Clients of `openai` and `@anthropic-ai/sdk` that are wrapped, calls of `ai` with the telemetry made for it, and completions of `AiInstrument`.',
  'business journeys': 'Stages entered and completed with `JourneysInstrument`.',
  health: 'The readiness of the application and the runs of its health checks.',
  objectives: 'What `slos` and `@Slo()` promise, judged by requests or by counters of the application.',
  runtime:
    'The process, its threads and Node itself (`metrics.runtime`), look-ups and handshakes with `metrics.networkTimings`, log lines and crashes.',
  ourselves: 'The library about itself.',
};

/** A section per family. */
export function metricReference(): string {
  const feeds = { ...SOURCES, ...feedsOfInstruments() };
  for (const { name, family } of metricCatalog)
    if (feeds[family] === undefined) throw new Error(`Say in ${__filename} what feeds ${family}, such as ${name}`);
  return Object.entries(feeds).map(section).join('\n\n');
}

/** Of families that an instrument alone feeds, where there is no more to be said. */
function feedsOfInstruments(): Record<string, string> {
  const rowsOf = ({ name, metrics }: InstrumentClass) =>
    metrics.map(({ family }) => [family, `What is told to ${code(name)}.`] as const);
  const unsaid = allInstruments.flatMap(rowsOf).filter(([family]) => SOURCES[family] === undefined);
  return Object.fromEntries(unsaid);
}

/** What `conventions: 'otel'` shows, and instead of what. */
export function otelReference(): string {
  return [otelRows(), usesOf(otelMetrics.map(({ definition }) => definition.name))].join('\n\n');
}

function otelRows(): string {
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
  return [defaultRows(metrics), usesOf(metrics.map(({ name }) => name))].join('\n\n');
}

function defaultRows(metrics: readonly DefaultMetric[]): string {
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

function section([family, source]: readonly [string, string]): string {
  const metrics = metricCatalog.filter((metric) => metric.family === family);
  return [`### ${family}`, source, rows(metrics), usesOf(metrics.map(({ name }) => name))].join('\n\n');
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

/** Which panels show these metrics and which alerts watch them; one without either is left to the reader's own queries. */
function usesOf(names: readonly string[]): string {
  const used = names
    .map((name) => ({ name, ...usageOf(name) }))
    .filter(({ panels, alerts }) => panels.size + alerts.size > 0);
  return table(
    ['metric', 'panels', 'alerts'],
    used.map(({ name, panels, alerts }) => [code(name), panelsOf(panels), [...alerts].map(code).join(', ')]),
  );
}

const usageOf = metricUsage();

function panelsOf(panels: MetricUsage['panels']): string {
  return [...panels].map(([dashboard, titles]) => `**${dashboard}**: ${[...titles].join(' · ')}`).join('<br>');
}

function otelNameOf(metric: MetricDefinition): string {
  const counterpart = otelMetrics.find(({ insteadOf }) => insteadOf?.name === metric.name);
  return counterpart === undefined ? '' : code(counterpart.definition.name);
}

function labelsOf({ type, labelNames }: MetricDefinition): string {
  return [...labelNames, ...(type === 'summary' ? ['quantile'] : [])].map(code).join(', ');
}

function bucketsOf({ type, buckets }: MetricDefinition): string {
  if (type !== 'histogram') return '';
  return buckets === undefined || buckets === 'duration' ? '`metrics.durationBuckets`' : buckets.join(', ');
}
