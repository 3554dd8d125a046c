/**
 * Every option once, as data: validation, the environment, the file and the reference tables are all driven by it.
 */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { auditDestination, autoTraceChoice, callback, destination, ignoreRule, pluginList } from './code-types.js';
import {
  ascendingBounds,
  byteRecord,
  headerNames,
  headerRecord,
  labelRecord,
  patternList,
  resourceAttributes,
  samplingRules,
  slowRoutes,
  stringList,
  urlRecord,
} from './collection-types.js';
import { exporterList } from './exporter-list.js';
import { logLevel } from './log-level.js';
import { MANAGEMENT_CHANGES, MANAGEMENT_READS } from './management.options.js';
import { metricsExporters } from './metrics-exporters.js';
import { alertRules } from './alert-rules.js';
import { accessTokens, exposedNames } from './management-types.js';
import { captureRules } from './capture-rules.js';
import { objectiveList } from './objective-list.js';
import type { OptionType } from './option-type.js';
import { endpointBesideTraces, headersBesideTraces } from './otlp-endpoint.js';
import { priceTable } from './price-table.js';
import type { EnvironmentClass } from './resolved-config.js';
import {
  flag,
  headerName,
  host,
  integer,
  metricPrefix,
  milliseconds,
  number,
  oneOf,
  path,
  port,
  ratio,
  replacementText,
  text,
  url,
} from './scalar-types.js';

/** What a default may depend on. */
export interface DefaultContext {
  readonly environmentClass: EnvironmentClass;
  /** Whether a person reads standard output. */
  readonly isTerminal: boolean;
  /** NODE_ENV, or the environment class where it says nothing. */
  readonly environmentName: string;
  /** From the application's package.json. */
  readonly application: { readonly name: string; readonly version: string };
  /** Of that file; undefined where there is none. */
  readonly applicationFolder: string | undefined;
  /** The settled value of another option. */
  readonly valueOf: (path: string) => unknown;
  /** Whether code, environment or file said something about it. */
  readonly isSaid: (path: string) => boolean;
}

export interface OptionRow {
  /** Dotted place in the options: `metrics.path`. */
  readonly path: string;
  readonly type: OptionType;
  readonly defaultFor: (context: DefaultContext) => unknown;
  /** The default in words, for the reference tables. */
  readonly defaultText: string;
  /** Environment variables, the first that is set wins; empty for what exists in code only. */
  readonly env: readonly string[];
  /** One sentence. */
  readonly description: string;
  /** Never shown in messages, tables or pages. */
  readonly isSecret: boolean;
}

/** OpenTelemetry's advice for HTTP durations, in seconds. */
const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** A row as written below; the rest of it follows from these. */
interface RowDraft extends Pick<OptionRow, 'path' | 'type' | 'description'> {
  /** The default; a function when it depends on something, and then with `defaultText`. */
  readonly default?: unknown;
  readonly defaultText?: string;
  /** Only where it is not `OBSERVABILITY_<PATH>`. */
  readonly env?: readonly string[];
  readonly isSecret?: boolean;
}

const DRAFTS: readonly RowDraft[] = [
  { path: 'enabled', type: flag, default: true, description: 'Off stops everything but health.' },
  { path: 'configFile', type: text, description: 'YAML or JSON file with options of this shape.' },
  {
    path: 'environment',
    type: text,
    default: ({ environmentName }: DefaultContext) => environmentName,
    defaultText: 'from NODE_ENV',
    env: ['ENVIRONMENT'],
    description: '`production`, `test`, `development` or any name of yours; decides several defaults.',
  },
  {
    path: 'conventions',
    type: oneOf('prometheus', 'otel'),
    default: 'prometheus',
    description: "Names of metrics: ours, or OpenTelemetry's wherever these are stable.",
  },
  {
    path: 'identify',
    type: callback,
    description: 'Who makes this request; called once per request, after authentication.',
  },
  {
    path: 'baggageAttributes',
    type: stringList,
    default: [],
    description: 'Baggage keys that become span and log attributes.',
  },
  {
    path: 'plugins',
    type: pluginList,
    default: [],
    description: 'Parts with an outside package of their own, such as `sentry({ dsn })`.',
  },

  {
    path: 'service.name',
    type: text,
    default: ({ application }: DefaultContext) => application.name,
    defaultText: "the application's package.json name",
    env: ['OTEL_SERVICE_NAME', 'OTEL_RESOURCE_ATTRIBUTES'],
    description: 'Name of the service in every signal.',
  },
  {
    path: 'service.version',
    type: text,
    default: ({ application }: DefaultContext) => application.version,
    defaultText: "the application's package.json version",
    env: ['OBSERVABILITY_SERVICE_VERSION', 'OTEL_RESOURCE_ATTRIBUTES'],
    description: 'Version of the service in every signal.',
  },
  {
    path: 'service.instanceId',
    type: text,
    default: () => randomUUID(),
    defaultText: 'a random UUID',
    env: ['OBSERVABILITY_SERVICE_INSTANCE_ID', 'OTEL_RESOURCE_ATTRIBUTES'],
    description: 'Unique per process.',
  },
  {
    path: 'service.attributes',
    type: resourceAttributes,
    default: {},
    env: ['OTEL_RESOURCE_ATTRIBUTES'],
    description: 'More OpenTelemetry resource attributes; code, environment and file are merged name by name.',
  },

  { path: 'http.enabled', type: flag, default: true, description: 'Observe HTTP requests at all.' },
  {
    path: 'http.ignore',
    type: ignoreRule,
    default: [],
    description: 'Paths (exact, or ending in `*`), or a predicate over the path: neither logged, traced nor counted.',
  },
  {
    path: 'http.requestIdHeader',
    type: headerName,
    default: 'x-request-id',
    description: 'Header that carries the request id, in and out.',
  },
  { path: 'http.echoRequestId', type: flag, default: true, description: 'Put the request id on the response.' },
  {
    path: 'http.clientIdentity',
    type: oneOf('off', 'hashed', 'plain'),
    default: 'off',
    description: 'Client address and user agent on spans and logs.',
  },
  {
    path: 'http.slowMs',
    type: number({ min: 0 }),
    default: 0,
    description: 'Requests slower than this are logged as warnings, in milliseconds; 0 is never.',
  },
  {
    path: 'http.slowRoutes',
    type: slowRoutes,
    default: {},
    description:
      "Other thresholds for single routes, by verb and template, in milliseconds: `{ 'GET /reports': 5000 }`.",
  },
  {
    path: 'http.phases',
    type: flag,
    default: true,
    description: 'Operations and metrics for guards, pipes, interceptors, handlers and filters.',
  },

  { path: 'websocket.enabled', type: flag, default: true, description: 'Observe WebSocket gateways at all.' },
  { path: 'rpc.enabled', type: flag, default: true, description: 'Observe microservice servers and clients at all.' },
  { path: 'graphql.enabled', type: flag, default: true, description: 'Observe GraphQL operations at all.' },
  { path: 'graphql.resolvers', type: flag, default: false, description: 'Spans for field resolvers too.' },
  { path: 'schedules.enabled', type: flag, default: true, description: 'Observe cron jobs, intervals and timeouts.' },
  { path: 'events.enabled', type: flag, default: true, description: 'Observe events, and the messages of CQRS.' },
  {
    path: 'messaging.relation',
    type: oneOf('link', 'parent'),
    default: 'link',
    description: "Whether a job or event has a trace of its own, linked to its producer's, or continues that.",
  },
  { path: 'outgoing.enabled', type: flag, default: true, description: 'Observe outgoing HTTP calls at all.' },
  { path: 'database.enabled', type: flag, default: true, description: 'Observe database and Redis drivers at all.' },
  {
    path: 'database.statements',
    type: flag,
    default: true,
    description: 'Statements on spans, every literal removed.',
  },
  { path: 'cache.enabled', type: flag, default: true, description: 'Observe cache managers at all.' },
  { path: 'rateLimits.enabled', type: flag, default: true, description: 'Observe throttler guards at all.' },
  {
    path: 'processes.enabled',
    type: flag,
    default: true,
    description: 'Observe child processes and worker threads that the application does not show by hand.',
  },
  {
    path: 'ai.prices',
    type: priceTable,
    default: {},
    description: 'What models cost, by `model` or `provider/model`, in cents per 1 million tokens.',
  },
  { path: 'ai.recordContent', type: flag, default: false, description: 'Prompts and answers on spans, redacted.' },
  {
    path: 'ai.maxContentLength',
    type: integer({ min: 1 }),
    default: 8192,
    description: 'Characters of the prompts, and of the answers, on one span.',
  },
  {
    path: 'autoTrace',
    type: autoTraceChoice,
    default: false,
    description: "Spans for methods of the application's own providers, without decorators; or which classes.",
  },

  { path: 'traces.enabled', type: flag, default: true, description: 'Make spans at all.' },
  {
    path: 'traces.exporter',
    type: oneOf('otlp', 'none'),
    default: ({ isSaid }: DefaultContext) => (isSaid('traces.endpoint') ? 'otlp' : 'none'),
    defaultText: "'otlp' when an endpoint is configured, else 'none'",
    env: ['OTEL_TRACES_EXPORTER'],
    description: 'Where spans go.',
  },
  {
    path: 'traces.endpoint',
    type: url,
    default: ({ valueOf }: DefaultContext) =>
      valueOf('traces.protocol') === 'grpc' ? 'http://localhost:4317' : 'http://localhost:4318/v1/traces',
    defaultText: 'http://localhost:4317, or http://localhost:4318/v1/traces for HTTP',
    env: ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTLP_ENDPOINT'],
    description:
      'OTLP endpoint; over HTTP `/v1/traces` is added to the general variables, and to an option that has no path.',
  },
  {
    path: 'traces.protocol',
    type: oneOf('grpc', 'http/protobuf'),
    default: 'grpc',
    env: ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    description: 'How spans are sent.',
  },
  {
    path: 'traces.headers',
    type: headerRecord,
    default: {},
    env: ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS'],
    description: 'Headers of each export, such as an API key.',
    isSecret: true,
  },
  {
    path: 'traces.sampleRatio',
    type: ratio,
    default: ({ environmentClass }: DefaultContext) => (environmentClass === 'production' ? 0.1 : 1),
    defaultText: '0.1 in production, else 1',
    env: ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG', 'TRACE_SAMPLE_RATE'],
    description: 'Share of new traces that is recorded, 0 to 1.',
  },
  {
    path: 'traces.parentBased',
    type: flag,
    default: true,
    env: ['OTEL_TRACES_SAMPLER', 'OBSERVABILITY_TRACES_PARENT_BASED'],
    description: "Follow the caller's decision where there is one.",
  },
  {
    path: 'traces.rules',
    type: samplingRules,
    default: [],
    description: 'Other ratios for single routes; the first that matches wins.',
  },
  {
    path: 'traces.forceSecret',
    type: text,
    description: 'Shared secret: a request whose `x-force-trace` header carries its HMAC is always recorded.',
    isSecret: true,
  },
  {
    path: 'traces.tree',
    type: flag,
    default: false,
    env: ['OTEL_TRACES_EXPORTER', 'OBSERVABILITY_TRACES_TREE'],
    description: 'Print each finished trace as a tree on standard output.',
  },
  {
    path: 'traces.responseHeader',
    type: flag,
    default: false,
    description: 'Put the trace id on the response as `trace-id`.',
  },
  {
    path: 'traces.collapseAfter',
    type: integer({ min: 0 }),
    default: 10,
    description:
      'Equal sibling spans of queries, resolvers and automatically traced methods after this many fold into one; 0 is never.',
  },
  {
    path: 'traces.collapseKeepSlowest',
    type: integer({ min: 0, max: 100 }),
    default: 3,
    description: 'Of those that fold, so many of the slowest are kept.',
  },
  {
    path: 'traces.limits.attributeCount',
    type: integer({ min: 0 }),
    default: 128,
    env: ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT'],
    description: 'Attributes of one span, at most; later ones are dropped and counted on the span.',
  },
  {
    path: 'traces.limits.attributeValueLength',
    type: integer({ min: 1 }),
    defaultText: 'no limit',
    env: ['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'],
    description: 'Characters of a text attribute of a span, its events and links; the rest is cut off.',
  },
  {
    path: 'traces.limits.eventCount',
    type: integer({ min: 0 }),
    default: 128,
    env: ['OTEL_SPAN_EVENT_COUNT_LIMIT'],
    description: 'Events of one span, at most; the oldest are dropped and counted on the span.',
  },
  {
    path: 'traces.limits.linkCount',
    type: integer({ min: 0 }),
    default: 128,
    env: ['OTEL_SPAN_LINK_COUNT_LIMIT'],
    description: 'Links of one span, at most; the oldest are dropped and counted on the span.',
  },
  {
    path: 'traces.maxQueueSize',
    type: integer({ min: 1 }),
    default: 2048,
    env: ['OTEL_BSP_MAX_QUEUE_SIZE'],
    description: 'Spans waiting for export, at most; more are dropped and counted.',
  },
  {
    path: 'traces.maxBatchSize',
    type: integer({ min: 1 }),
    default: ({ valueOf }: DefaultContext) => Math.min(512, Number(valueOf('traces.maxQueueSize'))),
    defaultText: '512, or maxQueueSize where that is smaller',
    env: ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE'],
    description: 'Spans per export.',
  },
  {
    path: 'traces.scheduleDelayMs',
    type: milliseconds(1),
    default: 5000,
    env: ['OTEL_BSP_SCHEDULE_DELAY'],
    description: 'Time between exports, in milliseconds.',
  },
  {
    path: 'traces.exportTimeoutMs',
    type: milliseconds(1),
    default: 10_000,
    env: ['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT', 'OTEL_BSP_EXPORT_TIMEOUT'],
    description: 'Time one export may take, in milliseconds.',
  },

  { path: 'metrics.enabled', type: flag, default: true, description: 'Measure at all.' },
  {
    path: 'metrics.exporter',
    type: metricsExporters,
    default: ['prometheus'],
    defaultText: "'prometheus'",
    env: ['OTEL_METRICS_EXPORTER'],
    description: 'How metrics leave: served to Prometheus, pushed over OTLP, both, or not at all.',
  },
  {
    path: 'metrics.endpoint',
    type: url,
    default: (context: DefaultContext) => endpointBesideTraces('metrics', context),
    defaultText: 'where traces go, else http://localhost:4317, or http://localhost:4318/v1/metrics for HTTP',
    env: ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    description:
      'OTLP endpoint; over HTTP `/v1/metrics` is added to the general variables, and to an option that has no path.',
  },
  {
    path: 'metrics.protocol',
    type: oneOf('grpc', 'http/protobuf'),
    default: ({ valueOf }: DefaultContext) => valueOf('traces.protocol'),
    defaultText: 'that of traces',
    env: ['OTEL_EXPORTER_OTLP_METRICS_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    description: 'How metrics are pushed.',
  },
  {
    path: 'metrics.headers',
    type: headerRecord,
    default: (context: DefaultContext) => headersBesideTraces('metrics', context),
    defaultText: 'those of traces where metrics go to the same place, else {}',
    env: ['OTEL_EXPORTER_OTLP_METRICS_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS'],
    description: 'Headers of each push, such as an API key.',
    isSecret: true,
  },
  {
    path: 'metrics.exportIntervalMs',
    type: milliseconds(100),
    default: 10_000,
    env: ['OTEL_METRIC_EXPORT_INTERVAL'],
    description: 'Time between two pushes, in milliseconds.',
  },
  {
    path: 'metrics.exportTimeoutMs',
    type: milliseconds(1),
    default: 10_000,
    env: ['OTEL_EXPORTER_OTLP_METRICS_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT', 'OTEL_METRIC_EXPORT_TIMEOUT'],
    description: 'Time one push may take, in milliseconds.',
  },
  {
    path: 'metrics.temporality',
    type: oneOf('cumulative', 'delta', 'lowmemory'),
    default: 'cumulative',
    env: ['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE'],
    description: 'Whether pushed counters and histograms count since they began, or since the push before.',
  },
  { path: 'metrics.path', type: path, default: '/metrics', description: 'Where metrics are served.' },
  {
    path: 'metrics.port',
    type: port,
    defaultText: "the application's own server",
    env: ['METRICS_PORT'],
    description: 'Own port for metrics and probes.',
  },
  {
    path: 'metrics.host',
    type: host,
    default: '0.0.0.0',
    env: ['METRICS_HOST'],
    description: 'Address of the own port.',
  },
  {
    path: 'metrics.prefix',
    type: metricPrefix,
    default: '',
    description: 'Put in front of every name, such as `shop_`.',
  },
  { path: 'metrics.defaultLabels', type: labelRecord, default: {}, description: 'Labels on every series.' },
  {
    path: 'metrics.bearerToken',
    type: text,
    description: 'Scrapes must send `Authorization: Bearer <token>`.',
    isSecret: true,
  },
  {
    path: 'metrics.durationBuckets',
    type: ascendingBounds,
    default: DURATION_BUCKETS_SECONDS,
    defaultText: "OpenTelemetry's HTTP advice",
    description: 'Bounds of duration histograms, in seconds, ascending.',
  },
  {
    path: 'metrics.runtime',
    type: flag,
    default: true,
    description: "prom-client's `process_*` and `nodejs_*`, and ours.",
  },
  {
    path: 'metrics.memoryPressureRatio',
    type: ratio,
    default: 0.9,
    description:
      'Resident memory at which memory is said to be scarce, as a share of what the process may use; 0 is never.',
  },
  {
    path: 'metrics.networkTimings',
    type: flag,
    default: false,
    description: 'Time name look-ups and TLS handshakes of outgoing connections.',
  },
  {
    path: 'metrics.includeDefaultRegistry',
    type: flag,
    default: true,
    description: "Also show what is registered on prom-client's default registry.",
  },
  {
    path: 'metrics.maxSeries',
    type: integer({ min: 1 }),
    default: 2000,
    description: 'Series per metric; the rest folds into `_OTHER`.',
  },
  {
    path: 'metrics.maxLabelValues',
    type: integer({ min: 1 }),
    default: 500,
    description: 'Values per label; the rest folds into `_OTHER`.',
  },
  {
    path: 'metrics.collectTimeoutMs',
    type: milliseconds(1),
    default: 2000,
    description: 'Time one collector may take during a scrape, in milliseconds.',
  },
  {
    path: 'metrics.idleSeriesMs',
    type: milliseconds(),
    default: 900_000,
    description:
      'Gauges of what comes and goes that nobody set for this long are removed, in milliseconds; 0 is never.',
  },
  {
    path: 'metrics.aggregate',
    type: oneOf('auto', 'off'),
    default: 'auto',
    description: 'Whether cluster workers and worker threads answer a scrape as one.',
  },
  {
    path: 'metrics.handOverIntervalMs',
    type: milliseconds(10),
    default: 1000,
    description:
      'How often a cluster worker or thread hands on what it has counted, in milliseconds; a killed one loses what came since.',
  },

  {
    path: 'logs.enabled',
    type: flag,
    default: true,
    description: "Off leaves the application's own logger alone.",
  },
  {
    path: 'logs.level',
    type: logLevel,
    default: 'info',
    env: ['LOG_LEVEL'],
    description: 'Level, optionally per context: `info,OrdersService=debug`.',
  },
  {
    path: 'logs.pretty',
    type: flag,
    default: ({ environmentClass, isTerminal }: DefaultContext) => environmentClass === 'development' && isTerminal,
    defaultText: 'true in development on a terminal',
    description: 'Colours and columns instead of JSON.',
  },
  { path: 'logs.completion', type: flag, default: true, description: 'One line per finished request.' },
  { path: 'logs.spans', type: flag, default: false, description: 'One line per finished span, level debug.' },
  {
    path: 'logs.maxPerSecond',
    type: integer({ min: 0 }),
    default: 1000,
    description: 'Equal messages per context and second; more are counted and summed up in one line. 0 is no limit.',
  },
  {
    path: 'logs.callSite',
    type: flag,
    default: false,
    description: 'Add file, line and thread of the call. Costs a stack trace per line.',
  },
  {
    path: 'logs.frames',
    type: flag,
    default: false,
    description:
      "Add the application's own frames of an error as `err.frames`, with their source once it has been read.",
  },
  { path: 'logs.destination', type: destination, defaultText: 'standard output', description: 'Where lines go.' },
  {
    path: 'logs.exporter',
    type: oneOf('otlp', 'none'),
    default: 'none',
    env: ['OTEL_LOGS_EXPORTER'],
    description: 'Where lines go beside the destination.',
  },
  {
    path: 'logs.endpoint',
    type: url,
    default: (context: DefaultContext) => endpointBesideTraces('logs', context),
    defaultText: 'where traces go, else http://localhost:4317, or http://localhost:4318/v1/logs for HTTP',
    env: ['OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    description:
      'OTLP endpoint; over HTTP `/v1/logs` is added to the general variables, and to an option that has no path.',
  },
  {
    path: 'logs.protocol',
    type: oneOf('grpc', 'http/protobuf'),
    default: ({ valueOf }: DefaultContext) => valueOf('traces.protocol'),
    defaultText: 'that of traces',
    env: ['OTEL_EXPORTER_OTLP_LOGS_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    description: 'How lines are sent.',
  },
  {
    path: 'logs.headers',
    type: headerRecord,
    default: (context: DefaultContext) => headersBesideTraces('logs', context),
    defaultText: 'those of traces where lines go to the same place, else {}',
    env: ['OTEL_EXPORTER_OTLP_LOGS_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS'],
    description: 'Headers of each export, such as an API key.',
    isSecret: true,
  },
  {
    path: 'logs.maxQueueSize',
    type: integer({ min: 1 }),
    default: 2048,
    env: ['OTEL_BLRP_MAX_QUEUE_SIZE'],
    description: 'Lines waiting for export, at most; more are dropped and counted, as are those above 16 MiB.',
  },
  {
    path: 'logs.maxBatchSize',
    type: integer({ min: 1 }),
    default: 512,
    env: ['OTEL_BLRP_MAX_EXPORT_BATCH_SIZE'],
    description: 'Lines per export.',
  },
  {
    path: 'logs.scheduleDelayMs',
    type: milliseconds(1),
    default: 1000,
    env: ['OTEL_BLRP_SCHEDULE_DELAY'],
    description: 'Time between exports, in milliseconds.',
  },
  {
    path: 'logs.exportTimeoutMs',
    type: milliseconds(1),
    default: 10_000,
    env: ['OTEL_EXPORTER_OTLP_LOGS_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT', 'OTEL_BLRP_EXPORT_TIMEOUT'],
    description: 'Time one export may take, in milliseconds.',
  },

  {
    path: 'hooks.headers',
    type: headerNames,
    default: [],
    description: 'Headers that `http.request` and `http.response` tell, by name; secret ones stay hidden.',
  },

  { path: 'audit.enabled', type: flag, default: true, description: 'Keep an audit trail.' },
  {
    path: 'audit.destination',
    type: auditDestination,
    default: 'log',
    description: 'Where records of the audit trail go: `log`, the path of a file, or a stream.',
  },

  {
    path: 'errors.sourceLines',
    type: integer({ min: 0, max: 20 }),
    default: 5,
    description:
      "Lines of the application's own source before and after each frame of an error, for Sentry and `logs.frames`; 0 reads none.",
  },
  {
    path: 'errors.sourceFolder',
    type: text,
    default: ({ applicationFolder }: DefaultContext) => applicationFolder,
    defaultText: "the folder of the application's package.json",
    description: 'Source outside of this folder, or in a `node_modules` below it, is never read.',
  },

  { path: 'health.enabled', type: flag, default: true, description: 'Answer probes.' },
  {
    path: 'health.path',
    type: path,
    default: '/health',
    description: 'Base path; `/live`, `/ready` and `/startup` hang below it.',
  },
  {
    path: 'health.details',
    type: flag,
    default: ({ environmentClass }: DefaultContext) => environmentClass !== 'production',
    defaultText: 'true outside production',
    description: 'Show causes and details of checks to everybody.',
  },
  {
    path: 'health.timeoutMs',
    type: milliseconds(1),
    default: 1000,
    description: 'Time one check may take, in milliseconds.',
  },
  {
    path: 'health.cacheMs',
    type: milliseconds(),
    default: 1000,
    description: 'A result is reused for this long, in milliseconds.',
  },
  {
    path: 'health.maxEventLoopDelayMs',
    type: number({ min: 0 }),
    default: 0,
    description: 'Event-loop delay (p99) above which the process is degraded, in milliseconds; 0 is off.',
  },
  {
    path: 'health.maxMemoryRatio',
    type: ratio,
    default: 0,
    description: 'Resident memory above which the process is degraded, as a share of its limit; 0 is off.',
  },
  {
    path: 'health.minDiskFreeBytes',
    type: byteRecord,
    default: {},
    description: "Free disk space, in bytes, under which a path fails: `{ '/data': 1_000_000_000 }`.",
  },
  {
    path: 'health.httpChecks',
    type: urlRecord,
    default: {},
    description: "Dependencies that answer HTTP: `{ payments: 'http://payments/health' }`.",
  },
  {
    path: 'health.dependencies',
    type: flag,
    default: false,
    description: 'Databases, Redis, brokers and microservice clients found among the providers join readiness.',
  },

  {
    path: 'slos',
    type: objectiveList,
    default: [],
    description: 'What the service promises: which share of its requests has to be good, over which time.',
  },

  {
    path: 'alerts.rules',
    type: alertRules,
    default: {},
    description: 'Other thresholds and durations for generated alerts, by name; `false` leaves one out.',
  },
  {
    path: 'alerts.runbookBaseUrl',
    type: text,
    default: 'runbooks/',
    description: "What alerts put before their runbook's file name; by default the folder beside the generated rules.",
  },
  {
    path: 'alerts.grafanaUrl',
    type: text,
    description: 'Where Grafana is, for the links of alerts to dashboards; without it a path on the same host.',
  },

  {
    path: 'profiling.enabled',
    type: flag,
    default: false,
    description: 'CPU and heap profiles may be taken; nothing of it is loaded otherwise.',
  },
  {
    path: 'profiling.samplingIntervalUs',
    type: integer({ min: 100, max: 1_000_000 }),
    default: 1000,
    description: 'Time between two samples of a CPU profile, in microseconds.',
  },
  {
    path: 'profiling.maxDurationMs',
    type: integer({ min: 1, max: 600_000 }),
    default: 30_000,
    description: 'The longest that a profile may be asked for, in milliseconds.',
  },
  {
    path: 'profiling.maxProfiles',
    type: integer({ min: 1 }),
    default: 20,
    description: 'Profiles that are kept, at most; the oldest makes room for the newest.',
  },
  {
    path: 'profiling.maxBytes',
    type: integer({ min: 1 }),
    default: 33_554_432,
    description: 'Memory that kept profiles take together, at most, compressed, in bytes.',
  },
  {
    path: 'profiling.requestSecret',
    type: text,
    description: 'Who knows it may have a single request profiled by a signed `x-profile-request` header.',
    isSecret: true,
  },
  {
    path: 'profiling.triggers.eventLoopDelayMs',
    type: number({ min: 0 }),
    default: 0,
    description: 'Event-loop delay above which the process is profiled, in milliseconds; 0 is never.',
  },
  {
    path: 'profiling.triggers.sloBurn',
    type: flag,
    default: false,
    description: 'Profile when a page alert of an objective begins to burn.',
  },
  {
    path: 'profiling.triggers.slowOperations',
    type: flag,
    default: false,
    description: 'Profile when an operation was slower than `http.slowMs`.',
  },
  {
    path: 'profiling.triggers.durationMs',
    type: milliseconds(1),
    default: 5000,
    description: 'How long a profile that trouble has begun runs, in milliseconds.',
  },
  {
    path: 'profiling.triggers.cooldownMs',
    type: milliseconds(),
    default: 600_000,
    description: 'Time after such a profile in which no other is begun, in milliseconds.',
  },
  {
    path: 'profiling.continuous.enabled',
    type: flag,
    default: false,
    description: 'Profile again and again, at a low rate.',
  },
  {
    path: 'profiling.continuous.intervalMs',
    type: milliseconds(100),
    default: 60_000,
    description: 'From the beginning of one such profile to that of the next, in milliseconds.',
  },
  {
    path: 'profiling.continuous.durationMs',
    type: milliseconds(1),
    default: 10_000,
    description: 'How long each of them runs, in milliseconds; less than the interval.',
  },
  {
    path: 'profiling.continuous.samplingIntervalUs',
    type: integer({ min: 100, max: 1_000_000 }),
    default: 10_000,
    description: 'Time between two of their samples, in microseconds.',
  },
  {
    path: 'profiling.heapSnapshots',
    type: flag,
    default: false,
    description: 'Let heap snapshots be written to files; they hold every secret of the process.',
  },
  {
    path: 'profiling.heapSnapshotFolder',
    type: text,
    default: () => tmpdir(),
    defaultText: "the system's folder for temporary files",
    description: 'Where heap snapshots go.',
  },
  {
    path: 'profiling.maxHeapSnapshotBytes',
    type: integer({ min: 1 }),
    default: 2_147_483_648,
    description: 'The largest that a heap snapshot may be, in bytes.',
  },

  {
    path: 'exporters',
    type: exporterList,
    default: [],
    description: 'Where telemetry events go: files, webhooks, the console.',
    isSecret: true,
  },

  {
    path: 'redaction.keys',
    type: stringList,
    default: [],
    description: 'More key names whose values are hidden (any case, `-` and `_` ignored).',
  },
  {
    path: 'redaction.patterns',
    type: patternList,
    default: [],
    description: 'More patterns whose matches are hidden in any text.',
  },
  {
    path: 'redaction.replacement',
    type: replacementText,
    default: '[REDACTED]',
    description: 'Put in place of what was hidden.',
  },
  { path: 'redaction.detect.email', type: flag, default: false, description: 'E-mail addresses are hidden as well.' },
  {
    path: 'redaction.detect.iban',
    type: flag,
    default: false,
    description: 'International bank account numbers whose check digits are right are hidden as well.',
  },
  {
    path: 'redaction.detect.ssn',
    type: flag,
    default: false,
    description: 'Social Security numbers of the United States are hidden as well.',
  },
  {
    path: 'redaction.custom',
    type: callback,
    description: 'Decides about fields, attributes and headers before the rules do.',
  },

  {
    path: 'capture.rules',
    type: captureRules,
    default: [],
    description: 'Which requests and responses are kept in memory, without their secrets.',
  },
  {
    path: 'capture.maxBodyBytes',
    type: integer({ min: 0 }),
    default: 16_384,
    description: 'Of each body, in bytes; of a longer one the beginning is kept. 0 keeps no bodies.',
  },
  {
    path: 'capture.maxEntries',
    type: integer({ min: 1 }),
    default: 100,
    description: 'The newest so many are kept.',
  },
  {
    path: 'capture.maxBytes',
    type: integer({ min: 1 }),
    default: 8_388_608,
    description: 'Of all that is kept, and of all bodies under way, in bytes each.',
  },
  {
    path: 'capture.maxAgeMs',
    type: milliseconds(1),
    default: 3_600_000,
    description: 'How long they are kept, in milliseconds.',
  },
  {
    path: 'capture.omittedHeaders',
    type: stringList,
    default: [],
    description: 'Headers that are left out; those that are secrets are kept by name only.',
  },

  {
    path: 'management.enabled',
    type: flag,
    default: ({ environmentClass }: DefaultContext) => environmentClass === 'development',
    defaultText: 'true in development',
    description: 'Answer management requests; outside development somebody has to be named who may ask.',
  },
  {
    path: 'management.path',
    type: path,
    default: '/observability/manage',
    description: 'Base path; each endpoint hangs below it.',
  },
  {
    path: 'management.ownPort',
    type: flag,
    default: false,
    description: 'Answer on the port of `metrics.port` instead of on that of the application.',
  },
  {
    path: 'management.access.tokens',
    type: accessTokens,
    default: {},
    description: 'Bearer tokens by the name of who holds them; changes are logged under that name.',
    isSecret: true,
  },
  {
    path: 'management.access.authorize',
    type: callback,
    description: 'Names who asks, or gives undefined to refuse; asked where no token fits.',
  },
  {
    path: 'management.access.loopbackOnly',
    type: flag,
    default: true,
    description: 'Answer this machine alone, and nobody through a proxy.',
  },
  {
    path: 'management.access.hosts',
    type: stringList,
    default: [],
    description: 'Names under which it may be called, beside addresses and `localhost`.',
  },
  {
    path: 'management.exposure.read',
    type: exposedNames(MANAGEMENT_READS),
    default: MANAGEMENT_READS,
    defaultText: 'all of them',
    description: 'Endpoints that may be read, by name; the others do not exist.',
  },
  {
    path: 'management.exposure.change',
    type: exposedNames(MANAGEMENT_CHANGES),
    default: ({ environmentClass }: DefaultContext) => (environmentClass === 'development' ? MANAGEMENT_CHANGES : []),
    defaultText: 'all of them in development, else none',
    description: 'Endpoints that may change something, by name; the others do not exist.',
  },

  {
    path: 'shutdown.drainTimeoutMs',
    type: milliseconds(),
    default: ({ environmentClass }: DefaultContext) => (environmentClass === 'production' ? 5000 : 0),
    defaultText: '0 in development and test, 5000 in production',
    description: 'How long a stopping process keeps answering after readiness turned false, in milliseconds.',
  },
  {
    path: 'shutdown.flushTimeoutMs',
    type: milliseconds(),
    default: 5000,
    description: 'Time the last flush may take, in milliseconds.',
  },
];

export const optionTable: readonly OptionRow[] = DRAFTS.map(completeRow);

const ROWS_BY_PATH: ReadonlyMap<string, OptionRow> = new Map(optionTable.map((row) => [row.path, row]));

export function optionRow(optionPath: string): OptionRow {
  const row = ROWS_BY_PATH.get(optionPath);
  if (!row) throw new TypeError(`${optionPath} is no option`);
  return row;
}

/** Variables that are read although no option carries their name. */
export const environmentOnlyVariables: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'OTEL_SDK_DISABLED', description: 'No traces and no push, whatever else was said.' },
  { name: 'OTEL_PROPAGATORS', description: 'Any of tracecontext, baggage and none; both by default.' },
  {
    name: 'OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN',
    description: 'With logs, exceptions are no longer events of their span.',
  },
  { name: 'OTEL_EXPORTER_OTLP_TRACES_INSECURE', description: 'An endpoint without a scheme is reached without TLS.' },
  { name: 'OTEL_EXPORTER_OTLP_METRICS_INSECURE', description: 'An endpoint without a scheme is reached without TLS.' },
  { name: 'OTEL_EXPORTER_OTLP_LOGS_INSECURE', description: 'An endpoint without a scheme is reached without TLS.' },
  { name: 'OTEL_EXPORTER_OTLP_INSECURE', description: 'An endpoint without a scheme is reached without TLS.' },
  { name: 'SENTRY_DSN', description: 'Errors go to this project of Sentry, as with `plugins: [sentry()]`.' },
  {
    name: 'SENTRY_RELEASE',
    description: 'Release that errors belong to; `<service.name>@<service.version>` by default.',
  },
  {
    name: 'SENTRY_ENVIRONMENT',
    description: 'Environment that errors belong to; the option `environment` by default.',
  },
  { name: 'SENTRY_NAME', description: "Server that errors come from; the machine's name by default." },
  { name: 'NODE_ENV', description: 'Class of the environment, and its name where ENVIRONMENT says nothing.' },
];

/** `metrics.maxSeries` → `OBSERVABILITY_METRICS_MAX_SERIES`. */
export function ownVariable(optionPath: string): string {
  const snake = optionPath.replaceAll('.', '_').replace(/[A-Z]/g, (letter) => `_${letter}`);
  return `OBSERVABILITY_${snake.toUpperCase()}`;
}

function completeRow(draft: RowDraft): OptionRow {
  const { path: optionPath, type, description, default: given, isSecret = false } = draft;
  return {
    path: optionPath,
    type,
    defaultFor: typeof given === 'function' ? (given as OptionRow['defaultFor']) : () => given,
    defaultText: draft.defaultText ?? describeDefault(given),
    env: draft.env ?? (type.fromText ? [ownVariable(optionPath)] : []),
    description,
    isSecret,
  };
}

function describeDefault(given: unknown): string {
  if (given === undefined) return 'none';
  return typeof given === 'string' ? `'${given}'` : JSON.stringify(given);
}
