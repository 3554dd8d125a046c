/**
 * What a user may say. Every option is optional; `forRoot()` alone is useful.
 * Precedence: code, then environment, then file, then default. Unless a line names another variable, an option's
 * environment variable is `OBSERVABILITY_<PATH_IN_UPPER_SNAKE_CASE>`.
 */
import type { ModuleMetadata, Type } from '@nestjs/common';
import type { DestinationStream } from 'pino';
import type { AlertName, AlertRuleOptions } from './alert.options.js';
import type { ExporterOptions } from './exporter.options.js';
import type { CaptureRule } from './capture.options.js';
import type { ManagementChange, ManagementRead, ManagementRequest } from './management.options.js';
import type { ObjectiveOptions } from './objective.options.js';
import type { ObservabilityPlugin } from './plugin.js';

export interface ObservabilityOptions {
  /** Off stops everything but health. @default true @env OBSERVABILITY_ENABLED */
  enabled?: boolean;
  /** YAML or JSON file with options of this shape. @env OBSERVABILITY_CONFIG_FILE */
  configFile?: string;
  /** `production`, `test`, `development` or any name of yours; decides several defaults. @default from NODE_ENV @env ENVIRONMENT */
  environment?: string;
  /**
   * Under which names metrics are shown: ours, or OpenTelemetry's (`http_server_request_duration_seconds`) wherever these are
   * stable, with their labels. Spans have OpenTelemetry's names either way.
   * @default 'prometheus'
   */
  conventions?: 'prometheus' | 'otel';
  service?: ServiceOptions;
  http?: HttpOptions;
  websocket?: SourceOptions;
  rpc?: SourceOptions;
  graphql?: GraphqlOptions;
  schedules?: SourceOptions;
  events?: SourceOptions;
  messaging?: MessagingOptions;
  outgoing?: SourceOptions;
  database?: DatabaseOptions;
  cache?: SourceOptions;
  rateLimits?: SourceOptions;
  /** Child processes and worker threads that nobody shows to `ProcessesInstrument`. */
  processes?: SourceOptions;
  ai?: AiOptions;
  /**
   * Spans for methods of all providers and enhancers of the application's own modules, without decorators. Names are class names;
   * `*` at either end matches the rest. @default false @env OBSERVABILITY_AUTO_TRACE
   */
  autoTrace?: boolean | AutoTraceOptions;
  traces?: TracesOptions;
  metrics?: MetricsOptions;
  logs?: LogsOptions;
  hooks?: HooksOptions;
  audit?: AuditOptions;
  health?: HealthOptions;
  /**
   * What the service promises: which share of its requests has to be good, over which time. Each has its error budget, burn rates and
   * page alerts (see `SloService`); `@Slo()` declares one on a handler. A latency threshold becomes a bucket by itself.
   * @default []
   */
  slos?: readonly ObjectiveOptions[];
  /** What `nestjs-observability generate` makes of this application's alerts. */
  alerts?: AlertOptions;
  /** CPU and heap profiles; see `ProfilingService`. */
  profiling?: ProfilingOptions;
  /**
   * Where telemetry events go beside spans, metrics and log lines: files of JSON lines, signed webhooks, the console. Several at once,
   * each with its own events, filter and sampling.
   * @default []
   */
  exporters?: readonly ExporterOptions[];
  errors?: ErrorsOptions;
  redaction?: RedactionOptions;
  capture?: CaptureOptions;
  /** Endpoints that show what the application is and does, and change a few things while it runs. */
  management?: ManagementOptions;
  shutdown?: ShutdownOptions;
  /** Who makes this request. Called once per request, after authentication, when the first log line or the end needs it. */
  identify?: (request: IncomingRequest) => Identity | undefined;
  /** Baggage keys that become span and log attributes. Nothing by default: baggage comes from outside. */
  baggageAttributes?: readonly string[];
  /** Parts with an outside package of their own, such as `sentry({ dsn })`. */
  plugins?: readonly ObservabilityPlugin[];
}

export interface ServiceOptions {
  /** @default the application's package.json name @env OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES */
  name?: string;
  /** @default the application's package.json version @env OBSERVABILITY_SERVICE_VERSION, OTEL_RESOURCE_ATTRIBUTES */
  version?: string;
  /** Unique per process. @default a random UUID @env OBSERVABILITY_SERVICE_INSTANCE_ID, OTEL_RESOURCE_ATTRIBUTES */
  instanceId?: string;
  /** More OpenTelemetry resource attributes; win, name by name, over the variable. @default {} @env OTEL_RESOURCE_ATTRIBUTES */
  attributes?: Readonly<Record<string, string>>;
}

/** The request as Express or Fastify hands it to a controller. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly user?: unknown;
  readonly [key: string]: unknown;
}

export interface Identity {
  readonly userId?: string;
  readonly sessionId?: string;
}

export interface HttpOptions {
  /** Observe HTTP requests at all. @default true */
  enabled?: boolean;
  /** Paths (exact, or ending in `*`), or a predicate over the path: neither logged, traced nor counted. */
  ignore?: readonly string[] | ((path: string, method: string) => boolean);
  /** Header that carries the request id, in and out. @default 'x-request-id' */
  requestIdHeader?: string;
  /** Put the request id on the response. @default true */
  echoRequestId?: boolean;
  /** Client address and user agent on spans and logs. @default 'off' */
  clientIdentity?: 'off' | 'hashed' | 'plain';
  /** Requests slower than this are logged as warnings, in milliseconds; 0 is never. @default 0 */
  slowMs?: number;
  /**
   * Other thresholds for single routes, by verb and template, in milliseconds: `{ 'GET /reports': 5_000 }`. They win over
   * `@Observability({ slowMs })`. @default {}
   */
  slowRoutes?: Readonly<Record<string, number>>;
  /** Operations and metrics for guards, pipes, interceptors, handlers and filters. @default true */
  phases?: boolean;
}

/** A way into or out of the application: gateways, microservices, cron jobs, events, outgoing calls, caches, rate limits. */
export interface SourceOptions {
  /** Observe it at all. @default true */
  enabled?: boolean;
}

export interface GraphqlOptions {
  /** Observe it at all. @default true */
  enabled?: boolean;
  /** Spans for field resolvers too. @default false */
  resolvers?: boolean;
}

export interface MessagingOptions {
  /**
   * How the trace of a job, an event pattern or a restored event relates to its producer's: a trace of its own linked to it
   * (OpenTelemetry's advice), or a continuation. @default 'link'
   */
  relation?: 'link' | 'parent';
}

export interface DatabaseOptions {
  /** Observe it at all. @default true */
  enabled?: boolean;
  /** Statements on spans, every literal removed. @default true */
  statements?: boolean;
}

export interface AiOptions {
  /**
   * What models cost, by `model` or `provider/model` (which wins); the names are compared as they are. A call of a model that is
   * not in here has no cost: `ai_unpriced_calls_total` counts it.
   * @default {}
   */
  prices?: Readonly<Record<string, ModelPrice>>;
  /** Prompts and answers on spans, redacted. They are often personal data, and large. @default false */
  recordContent?: boolean;
  /** Characters of the prompts, and of the answers, on one span; older messages go first, long texts are cut. @default 8192 */
  maxContentLength?: number;
}

/** In cents per 1 million tokens: a published price of $2.50 is 250. */
export interface ModelPrice {
  readonly promptCents: number;
  /** Leave it out for models that only read, such as embeddings. */
  readonly completionCents?: number;
  /** Prompt tokens read from the provider's cache. @default promptCents */
  readonly cachedCents?: number;
  /** Prompt tokens written into that cache. @default promptCents */
  readonly cacheWriteCents?: number;
  /** Completion tokens spent on reasoning. @default completionCents */
  readonly reasoningCents?: number;
}

export interface AutoTraceOptions {
  /** Only these classes. @default all of the application's own */
  include?: readonly string[];
  exclude?: readonly string[];
}

export interface TracesOptions {
  /** @default true */
  enabled?: boolean;
  /** Where spans go. @default 'otlp' when an endpoint is configured, else 'none' @env OTEL_TRACES_EXPORTER */
  exporter?: 'otlp' | 'none';
  /**
   * OTLP endpoint. Over HTTP, `/v1/traces` is added to the general variables and to an option that has no path.
   * @default http://localhost:4317, or http://localhost:4318/v1/traces for HTTP
   * @env OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT, OTLP_ENDPOINT
   */
  endpoint?: string;
  /** @default 'grpc' @env OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, OTEL_EXPORTER_OTLP_PROTOCOL */
  protocol?: 'grpc' | 'http/protobuf';
  /** Headers of each export, such as an API key. @env OTEL_EXPORTER_OTLP_TRACES_HEADERS, OTEL_EXPORTER_OTLP_HEADERS */
  headers?: Readonly<Record<string, string>>;
  /** Share of new traces that is recorded, 0 to 1. @default 0.1 in production, else 1 @env OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG, TRACE_SAMPLE_RATE */
  sampleRatio?: number;
  /** Follow the caller's decision where there is one. @default true @env OTEL_TRACES_SAMPLER, OBSERVABILITY_TRACES_PARENT_BASED */
  parentBased?: boolean;
  /** Other ratios for single routes; the first that matches wins. */
  rules?: readonly SamplingRule[];
  /** Shared secret: a request whose `x-force-trace` header carries its HMAC is always recorded. @env OBSERVABILITY_TRACES_FORCE_SECRET */
  forceSecret?: string;
  /** Print each finished trace as a tree on standard output. @default false @env OTEL_TRACES_EXPORTER, OBSERVABILITY_TRACES_TREE */
  tree?: boolean;
  /** Put the trace id on the response as `trace-id`. @default false */
  responseHeader?: boolean;
  /**
   * Equal sibling spans of queries, resolvers and automatically traced methods after this many fold into one with their count
   * and sum; 0 is never.
   * @default 10
   */
  collapseAfter?: number;
  /** Of those that fold, so many of the slowest are kept. @default 3 */
  collapseKeepSlowest?: number;
  limits?: SpanLimitsOptions;
  /** Spans waiting for export, at most; more are dropped and counted. @default 2048 @env OTEL_BSP_MAX_QUEUE_SIZE */
  maxQueueSize?: number;
  /** Spans per export. @default 512, or maxQueueSize where that is smaller @env OTEL_BSP_MAX_EXPORT_BATCH_SIZE */
  maxBatchSize?: number;
  /** Time between exports, in milliseconds. @default 5000 @env OTEL_BSP_SCHEDULE_DELAY */
  scheduleDelayMs?: number;
  /** Time one export may take, in milliseconds. @default 10000 @env OTEL_EXPORTER_OTLP_TRACES_TIMEOUT, OTEL_EXPORTER_OTLP_TIMEOUT, OTEL_BSP_EXPORT_TIMEOUT */
  exportTimeoutMs?: number;
}

/**
 * How much one span may hold, so that a loop of the application's cannot make spans that no collector takes. Raise one when spans come
 * with a dropped count; cut the length where statements or messages make exports large.
 */
export interface SpanLimitsOptions {
  /** Attributes of one span; later ones are dropped and counted on the span. @default 128 @env OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT, OTEL_ATTRIBUTE_COUNT_LIMIT */
  attributeCount?: number;
  /**
   * Characters of a text attribute of a span, its events and links; the rest is cut off.
   * @default no limit @env OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT, OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT
   */
  attributeValueLength?: number;
  /** Events of one span; the oldest are dropped and counted on the span. @default 128 @env OTEL_SPAN_EVENT_COUNT_LIMIT */
  eventCount?: number;
  /** Links of one span; the oldest are dropped and counted on the span. @default 128 @env OTEL_SPAN_LINK_COUNT_LIMIT */
  linkCount?: number;
}

export interface SamplingRule {
  /** Route template (`/orders/:id`), or a prefix ending in `*`. */
  readonly route: string;
  readonly ratio: number;
}

export interface MetricsOptions {
  /** @default true */
  enabled?: boolean;
  /** How metrics leave: served to Prometheus, pushed over OTLP, both, or not at all. @default 'prometheus' @env OTEL_METRICS_EXPORTER */
  exporter?: 'prometheus' | 'otlp' | 'none' | readonly ('prometheus' | 'otlp')[];
  /**
   * OTLP endpoint. Over HTTP, `/v1/metrics` is added to the general variables and to an option that has no path.
   * @default where traces go, else http://localhost:4317, or http://localhost:4318/v1/metrics for HTTP
   * @env OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT
   */
  endpoint?: string;
  /** How metrics are pushed. @default that of traces @env OTEL_EXPORTER_OTLP_METRICS_PROTOCOL, OTEL_EXPORTER_OTLP_PROTOCOL */
  protocol?: 'grpc' | 'http/protobuf';
  /**
   * Headers of each push, such as an API key.
   * @default those of traces where metrics go to the same place, else {}
   * @env OTEL_EXPORTER_OTLP_METRICS_HEADERS, OTEL_EXPORTER_OTLP_HEADERS
   */
  headers?: Readonly<Record<string, string>>;
  /** Time between two pushes, in milliseconds. @default 10000 @env OTEL_METRIC_EXPORT_INTERVAL */
  exportIntervalMs?: number;
  /**
   * Time one push may take, in milliseconds.
   * @default 10000
   * @env OTEL_EXPORTER_OTLP_METRICS_TIMEOUT, OTEL_EXPORTER_OTLP_TIMEOUT, OTEL_METRIC_EXPORT_TIMEOUT
   */
  exportTimeoutMs?: number;
  /**
   * Whether pushed counters and histograms count since they began, or since the push before; some backends ask for the latter.
   * `lowmemory` is `delta` but for what is read at the push only.
   * @default 'cumulative' @env OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE
   */
  temporality?: 'cumulative' | 'delta' | 'lowmemory';
  /** @default '/metrics' */
  path?: string;
  /** Own port for metrics and probes. @default the application's own server @env METRICS_PORT */
  port?: number;
  /** Address of the own port. @default '0.0.0.0' @env METRICS_HOST */
  host?: string;
  /** Put in front of every name, such as `shop_`. @default '' */
  prefix?: string;
  /** Labels on every series. @default {} */
  defaultLabels?: Readonly<Record<string, string>>;
  /** Scrapes must send `Authorization: Bearer <token>`. @env OBSERVABILITY_METRICS_BEARER_TOKEN */
  bearerToken?: string;
  /** Bounds of duration histograms, in seconds, ascending. @default OpenTelemetry's HTTP advice */
  durationBuckets?: readonly number[];
  /** prom-client's `process_*` and `nodejs_*`, and ours. @default true */
  runtime?: boolean;
  /**
   * Resident memory at which memory is said to be scarce, as a share of what the process may use; 0 is never. Lower it where
   * `onMemoryPressure` listeners need time. @default 0.9
   */
  memoryPressureRatio?: number;
  /** Time name look-ups and TLS handshakes of outgoing connections. Costs about 15 µs per new connection. @default false */
  networkTimings?: boolean;
  /** Also show what is registered on prom-client's default registry. @default true */
  includeDefaultRegistry?: boolean;
  /** Series per metric; the rest folds into `_OTHER`. @default 2000 */
  maxSeries?: number;
  /** Values per label; the rest folds into `_OTHER`. @default 500 */
  maxLabelValues?: number;
  /** Time one collector may take during a scrape, in milliseconds. @default 2000 */
  collectTimeoutMs?: number;
  /**
   * Gauges of what comes and goes, such as a child process, that nobody set for this long are removed, in milliseconds; 0 is never.
   * @default 900000
   */
  idleSeriesMs?: number;
  /**
   * Whether cluster workers and worker threads answer as one: whichever is scraped shows the sums over all. The primary's file calls
   * `aggregateWorkers()` of `nestjs-observability/cluster`; threads need nothing.
   * @default 'auto'
   */
  aggregate?: 'auto' | 'off';
  /**
   * How often a cluster worker or thread hands on what it has counted, in milliseconds. What a killed one (SIGKILL, `terminate()`) had
   * counted since is lost; one that ends by itself loses nothing.
   * @default 1000
   */
  handOverIntervalMs?: number;
}

export interface LogsOptions {
  /** Off leaves the application's own logger alone. @default true */
  enabled?: boolean;
  /** Level, optionally per context: `info,OrdersService=debug`. @default 'info' @env LOG_LEVEL */
  level?: string;
  /** Colours and columns instead of JSON. @default true in development on a terminal @env OBSERVABILITY_LOGS_PRETTY */
  pretty?: boolean;
  /** One line per finished request. @default true */
  completion?: boolean;
  /** One line per finished span, level debug. @default false */
  spans?: boolean;
  /** Equal messages per context and second; more are counted and summed up in one line. 0 is no limit. @default 1000 */
  maxPerSecond?: number;
  /** Add file, line and thread of the call. Costs a stack trace per line. @default false */
  callSite?: boolean;
  /**
   * Add the application's own frames of an error as `err.frames`. Their source is read after the first line about a file, and in
   * every later one.
   * @default false
   */
  frames?: boolean;
  /** Where lines go. @default standard output */
  destination?: DestinationStream;
  /** Where lines go beside that: to an OTLP receiver, as log records. @default 'none' @env OTEL_LOGS_EXPORTER */
  exporter?: 'otlp' | 'none';
  /**
   * OTLP endpoint. Over HTTP, `/v1/logs` is added to the general variables and to an option that has no path.
   * @default where traces go, else http://localhost:4317, or http://localhost:4318/v1/logs for HTTP
   * @env OTEL_EXPORTER_OTLP_LOGS_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT
   */
  endpoint?: string;
  /** How lines are sent. @default that of traces @env OTEL_EXPORTER_OTLP_LOGS_PROTOCOL, OTEL_EXPORTER_OTLP_PROTOCOL */
  protocol?: 'grpc' | 'http/protobuf';
  /**
   * Headers of each export, such as an API key.
   * @default those of traces where lines go to the same place, else {}
   * @env OTEL_EXPORTER_OTLP_LOGS_HEADERS, OTEL_EXPORTER_OTLP_HEADERS
   */
  headers?: Readonly<Record<string, string>>;
  /** Lines waiting for export, at most; more are dropped and counted, as are those above 16 MiB. @default 2048 @env OTEL_BLRP_MAX_QUEUE_SIZE */
  maxQueueSize?: number;
  /** Lines per export. @default 512 @env OTEL_BLRP_MAX_EXPORT_BATCH_SIZE */
  maxBatchSize?: number;
  /** Time between exports, in milliseconds. @default 1000 @env OTEL_BLRP_SCHEDULE_DELAY */
  scheduleDelayMs?: number;
  /** Time one export may take, in milliseconds. @default 10000 @env OTEL_EXPORTER_OTLP_LOGS_TIMEOUT, OTEL_EXPORTER_OTLP_TIMEOUT, OTEL_BLRP_EXPORT_TIMEOUT */
  exportTimeoutMs?: number;
}

export interface HooksOptions {
  /** Headers of requests and responses that `http.request` and `http.response` tell, by name; secret ones stay hidden. @default [] */
  headers?: readonly string[];
}

export interface AuditOptions {
  /** Off keeps no audit trail: `AuditService` and `@Audited()` do nothing. @default true */
  enabled?: boolean;
  /**
   * Where records go: `log` (the application's log, target `Audit`, whatever its levels), the path of a file that is appended to and
   * synchronised, or a stream. Name a file where the trail must survive what becomes of the logs.
   * @default 'log'
   */
  destination?: string | DestinationStream;
}

export interface HealthOptions {
  /** @default true */
  enabled?: boolean;
  /** Base path; `/live`, `/ready` and `/startup` hang below it. @default '/health' */
  path?: string;
  /** Show causes and details of checks to everybody. @default true outside production */
  details?: boolean;
  /** Time one check may take, in milliseconds. @default 1000 */
  timeoutMs?: number;
  /** A result is reused for this long, in milliseconds. @default 1000 */
  cacheMs?: number;
  /** Event-loop delay (p99) above which the process is degraded, in milliseconds; 0 is off. @default 0 */
  maxEventLoopDelayMs?: number;
  /** Resident memory above which the process is degraded, as a share of its limit; 0 is off. @default 0 */
  maxMemoryRatio?: number;
  /** Free disk space, in bytes, under which a path fails: `{ '/data': 1_000_000_000 }`. @default {} */
  minDiskFreeBytes?: Readonly<Record<string, number>>;
  /** Dependencies that answer HTTP: `{ payments: 'http://payments/health' }`. @default {} */
  httpChecks?: Readonly<Record<string, string>>;
  /** Databases, Redis, brokers and microservice clients found among the application's providers join readiness. @default false */
  dependencies?: boolean;
}

export interface AlertOptions {
  /** By name of the alert; `false` leaves it out. Usual numbers: `alertDefaults`. @default {} */
  rules?: { readonly [Name in AlertName]?: AlertRuleOptions | false };
  /** Put before `HighErrorRate.md`. @default 'runbooks/' */
  runbookBaseUrl?: string;
  /** Put before `/d/<uid>`: where Grafana is. Without it a path on the same host. */
  grafanaUrl?: string;
}

export interface ProfilingOptions {
  /** Profiles may be taken. Nothing runs, and nothing is loaded, until then. @default false @env OBSERVABILITY_PROFILING_ENABLED */
  enabled?: boolean;
  /** Time between two samples of a CPU profile, in microseconds. Shorter is finer and costs more. @default 1000 */
  samplingIntervalUs?: number;
  /** The longest that a profile may be asked for, in milliseconds; a profile of a request ends then, too. @default 30000 */
  maxDurationMs?: number;
  /** Profiles that are kept, at most; the oldest makes room for the newest. @default 20 */
  maxProfiles?: number;
  /** Memory that kept profiles take together, at most, compressed, in bytes. @default 33554432 */
  maxBytes?: number;
  /**
   * Who knows it may have a single request profiled by a signed header, see `signProfileRequest`.
   * @env OBSERVABILITY_PROFILING_REQUEST_SECRET
   */
  requestSecret?: string;
  /** Trouble that begins a profile by itself. */
  triggers?: ProfilingTriggersOptions;
  /** A profile again and again, at a low rate. */
  continuous?: ContinuousProfilingOptions;
  /** Let `ProfilingService.heapSnapshot()` write files. They hold every secret of the process. @default false */
  heapSnapshots?: boolean;
  /** Where these files go. @default the system's folder for temporary files @env OBSERVABILITY_PROFILING_HEAP_SNAPSHOT_FOLDER */
  heapSnapshotFolder?: string;
  /** The largest that such a file may be, in bytes. @default 2147483648 */
  maxHeapSnapshotBytes?: number;
}

export interface ProfilingTriggersOptions {
  /** Event-loop delay above which the process is profiled, in milliseconds; 0 is never. @default 0 */
  eventLoopDelayMs?: number;
  /** When a page alert of an objective begins to burn. @default false */
  sloBurn?: boolean;
  /** When an operation was slower than `http.slowMs`. @default false */
  slowOperations?: boolean;
  /** How long such a profile runs, in milliseconds. @default 5000 */
  durationMs?: number;
  /** Time after one in which no other is begun, in milliseconds. @default 600000 */
  cooldownMs?: number;
}

export interface ContinuousProfilingOptions {
  /** @default false */
  enabled?: boolean;
  /** From the beginning of one profile to that of the next, in milliseconds. @default 60000 */
  intervalMs?: number;
  /** How long each runs, in milliseconds. @default 10000 */
  durationMs?: number;
  /** Time between two samples, in microseconds. @default 10000 */
  samplingIntervalUs?: number;
}

export interface ErrorsOptions {
  /**
   * Lines of the application's own source before and after each frame of an error, for Sentry and `logs.frames`; 0 reads none.
   * @default 5 @env OBSERVABILITY_ERRORS_SOURCE_LINES
   */
  sourceLines?: number;
  /**
   * Source outside of this folder, or in a `node_modules` below it, is never read.
   * @default the folder of the application's package.json @env OBSERVABILITY_ERRORS_SOURCE_FOLDER
   */
  sourceFolder?: string;
}

export interface RedactionOptions {
  /** More key names whose values are hidden (any case, `-` and `_` ignored). */
  keys?: readonly string[];
  /** More patterns whose matches are hidden in any text. */
  patterns?: readonly RegExp[];
  /** Put in place of what was hidden. @default '[REDACTED]' */
  replacement?: string;
  /** Personal data that is looked for in texts as well. */
  detect?: PersonalDataOptions;
  /**
   * Decides about fields of logged objects, attributes and headers before the rules do. What it returns is shown instead, itself
   * redacted; `undefined` leaves the value to the rules, and one that throws hides it. Called for each field: keep it quick.
   */
  custom?: (key: string, value: unknown) => unknown;
}

export interface CaptureOptions {
  /**
   * Which requests and responses are kept in memory, headers and bodies, without their secrets; the first rule that fits counts.
   * Without a rule nothing is kept and nothing of it is loaded. Text is a list of moments, `failed,slow`, or JSON. @default []
   */
  rules?: readonly CaptureRule[];
  /** Of each body, in bytes; of a longer one the beginning is kept. 0 keeps no bodies. @default 16384 */
  maxBodyBytes?: number;
  /** The newest so many are kept. @default 100 */
  maxEntries?: number;
  /** Of all that is kept, and of all bodies under way, in bytes each. @default 8388608 */
  maxBytes?: number;
  /** How long they are kept, in milliseconds. @default 3600000 */
  maxAgeMs?: number;
  /** Headers that are left out; those that are secrets are kept by name only. @default [] */
  omittedHeaders?: readonly string[];
}

export interface PersonalDataOptions {
  /** E-mail addresses. @default false */
  email?: boolean;
  /** International bank account numbers whose check digits are right. @default false */
  iban?: boolean;
  /** Social Security numbers of the United States, with their hyphens or spaces. @default false */
  ssn?: boolean;
}

/** Endpoints that show what the application is and does, and change a few things while it runs. */
export interface ManagementOptions {
  /** Answer such requests. @default true in development @env OBSERVABILITY_MANAGEMENT_ENABLED */
  enabled?: boolean;
  /** Base path; each endpoint hangs below it. @default '/observability/manage' @env OBSERVABILITY_MANAGEMENT_PATH */
  path?: string;
  /**
   * Answer on the port of `metrics.port`, where there is one, instead of on that of the application.
   * @default false @env OBSERVABILITY_MANAGEMENT_OWN_PORT
   */
  ownPort?: boolean;
  access?: ManagementAccessOptions;
  exposure?: ManagementExposureOptions;
}

/** Who may ask. Outside development, and without `loopbackOnly`, there must be a token or `authorize`. */
export interface ManagementAccessOptions {
  /**
   * Bearer tokens of 16 characters or more, by the name of who holds them; changes are logged under that name.
   * @default {} @env OBSERVABILITY_MANAGEMENT_ACCESS_TOKENS
   */
  tokens?: Readonly<Record<string, string>>;
  /** Names who asks, or gives undefined to refuse. Asked, synchronously, where no token fits; to throw is to refuse. */
  authorize?: (request: ManagementRequest) => string | undefined;
  /** Answer this machine alone, and nobody through a proxy. @default true @env OBSERVABILITY_MANAGEMENT_ACCESS_LOOPBACK_ONLY */
  loopbackOnly?: boolean;
  /**
   * Names under which it may be called, beside addresses and `localhost`: a page that has its own name point here (DNS rebinding) is
   * refused.
   * @default [] @env OBSERVABILITY_MANAGEMENT_ACCESS_HOSTS
   */
  hosts?: readonly string[];
}

/** Which endpoints exist at all, by name. */
export interface ManagementExposureOptions {
  /** @default all of them @env OBSERVABILITY_MANAGEMENT_EXPOSURE_READ */
  read?: readonly ManagementRead[];
  /** @default all of them in development, else none @env OBSERVABILITY_MANAGEMENT_EXPOSURE_CHANGE */
  change?: readonly ManagementChange[];
}

export interface ShutdownOptions {
  /**
   * How long a stopping process keeps answering after readiness turned false, in milliseconds.
   * Make it longer than the load balancer's probe interval times its failure threshold.
   * @default 0 in development and test, 5000 in production @env OBSERVABILITY_SHUTDOWN_DRAIN_TIMEOUT_MS
   */
  drainTimeoutMs?: number;
  /** Time the last flush may take, in milliseconds. @default 5000 */
  flushTimeoutMs?: number;
}

/** The part of the options that shapes the module graph and therefore cannot come from an async factory. */
export interface StructuralOptions {
  plugins?: readonly ObservabilityPlugin[];
}

/** What a factory may return: everything but the structural part. */
export type AsyncObservabilityOptions = Omit<ObservabilityOptions, keyof StructuralOptions>;

export interface ObservabilityOptionsFactory {
  createObservabilityOptions(): AsyncObservabilityOptions | Promise<AsyncObservabilityOptions>;
}

export interface ObservabilityModuleAsyncOptions extends StructuralOptions, Pick<ModuleMetadata, 'imports'> {
  useFactory?: (...dependencies: never[]) => AsyncObservabilityOptions | Promise<AsyncObservabilityOptions>;
  inject?: readonly unknown[];
  useClass?: Type<ObservabilityOptionsFactory>;
  useExisting?: Type<ObservabilityOptionsFactory>;
}
