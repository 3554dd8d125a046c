/**
 * What a user may say. Every option is optional; `forRoot()` alone is useful.
 * Precedence: code, then environment, then file, then default. Unless a line names another variable, an option's
 * environment variable is `OBSERVABILITY_<PATH_IN_UPPER_SNAKE_CASE>`.
 */
import type { ModuleMetadata, Type } from '@nestjs/common';
import type { DestinationStream } from 'pino';
import type { AlertName, AlertRuleOptions } from './alert.options.js';
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
  health?: HealthOptions;
  /**
   * What the service promises: which share of its requests has to be good, over which time. Each has its error budget, burn rates and
   * page alerts (see `SloService`); `@Slo()` declares one on a handler. A latency threshold becomes a bucket by itself.
   * @default []
   */
  slos?: readonly ObjectiveOptions[];
  /** What `nestjs-observability generate` makes of this application's alerts. */
  alerts?: AlertOptions;
  redaction?: RedactionOptions;
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
  /** Where lines go. @default standard output */
  destination?: DestinationStream;
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

export interface RedactionOptions {
  /** More key names whose values are hidden (any case, `-` and `_` ignored). */
  keys?: readonly string[];
  /** More patterns whose matches are hidden in any text. */
  patterns?: readonly RegExp[];
  /** Put in place of what was hidden. @default '[REDACTED]' */
  replacement?: string;
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
