/**
 * What a user may say. Every option is optional; `forRoot()` alone is useful.
 * Precedence: code, then environment, then file, then default. Unless a line names another variable, an option's
 * environment variable is `OBSERVABILITY_<PATH_IN_UPPER_SNAKE_CASE>`.
 */
import type { ConsoleOptions, ManagementOptions } from './access.options.js';
import type { ConsolePage } from './console-page.options.js';
import type { AiOptions, AutoTraceOptions, DatabaseOptions } from './dependency.options.js';
import type {
  GraphqlOptions,
  HttpOptions,
  Identity,
  IncomingRequest,
  MessagingOptions,
  SourceOptions,
} from './entry-point.options.js';
import type { ExporterOptions } from './exporter.options.js';
import type { AlertOptions, HealthOptions, ShutdownOptions } from './health.options.js';
import type { AuditOptions, ErrorsOptions, HooksOptions, LogsOptions } from './logs.options.js';
import type { MetricsOptions } from './metrics.options.js';
import type { ObjectiveOptions } from './objective.options.js';
import type { ObservabilityPlugin } from './plugin.js';
import type { ProfilingOptions } from './profiling.options.js';
import type { CaptureOptions, RedactionOptions } from './redaction.options.js';
import type { TracesOptions } from './traces.options.js';
import type { ModuleMetadata, Type } from '@nestjs/common';

export type * from './access.options.js';
export type * from './dependency.options.js';
export type * from './entry-point.options.js';
export type * from './health.options.js';
export type * from './logs.options.js';
export type * from './metrics.options.js';
export type * from './profiling.options.js';
export type * from './redaction.options.js';
export type * from './traces.options.js';

/**
 * Everything that `ObservabilityModule.forRoot` takes.
 *
 * @example
 * ```ts
 * const options: ObservabilityOptions = {
 *   service: { name: 'shop' },
 *   traces: { sampleRatio: 0.1 },
 *   metrics: { prefix: 'shop_' },
 * };
 *
 * ObservabilityModule.forRoot(options);
 * ```
 */
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
  /** A page in the browser that shows what the application did lately, with no infrastructure. */
  console?: ConsoleOptions;
  /** Pages of the application's own in the console. */
  consolePages?: readonly ConsolePage[];
  shutdown?: ShutdownOptions;
  /** Who makes this request. Called once per request, after authentication, when the first log line or the end needs it. */
  identify?: (request: IncomingRequest) => Identity | undefined;
  /** Baggage keys that become span and log attributes. Nothing by default: baggage comes from outside. */
  baggageAttributes?: readonly string[];
  /** Parts with an outside package of their own, such as `sentry({ dsn })`. */
  plugins?: readonly ObservabilityPlugin[];
}

/** What the application is called, in every signal. */
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

/** The part of the options that shapes the module graph and therefore cannot come from an async factory. */
export interface StructuralOptions {
  plugins?: readonly ObservabilityPlugin[];
}

/**
 * What a factory may return: everything but the structural part.
 *
 * @example
 * ```ts
 * const fromSecrets = async (secrets: { traceSecret: string }): Promise<AsyncObservabilityOptions> => ({
 *   traces: { forceSecret: secrets.traceSecret },
 * });
 * ```
 */
export type AsyncObservabilityOptions = Omit<ObservabilityOptions, keyof StructuralOptions>;

/**
 * A provider that makes the options, for `useClass` and `useExisting`.
 *
 * @example
 * ```ts
 * @Injectable()
 * class Telemetry implements ObservabilityOptionsFactory {
 *   createObservabilityOptions(): AsyncObservabilityOptions {
 *     return { logs: { level: 'info,Orders=debug' } };
 *   }
 * }
 *
 * ObservabilityModule.forRootAsync({ useClass: Telemetry });
 * ```
 */
export interface ObservabilityOptionsFactory {
  /** Called once, when the application starts. */
  createObservabilityOptions(): AsyncObservabilityOptions | Promise<AsyncObservabilityOptions>;
}

/**
 * What `forRootAsync` takes: one of a factory, a class or another provider, and the plugins.
 *
 * @example
 * ```ts
 * const options: ObservabilityModuleAsyncOptions = {
 *   inject: [ConfigService],
 *   useFactory: (config: ConfigService) => ({ traces: { sampleRatio: Number(config.get('TRACE_RATIO')) } }),
 * };
 *
 * ObservabilityModule.forRootAsync(options);
 * ```
 */
export interface ObservabilityModuleAsyncOptions extends StructuralOptions, Pick<ModuleMetadata, 'imports'> {
  /** Makes the options; called once, when the application starts. */
  useFactory?: (...dependencies: never[]) => AsyncObservabilityOptions | Promise<AsyncObservabilityOptions>;
  inject?: readonly unknown[];
  useClass?: Type<ObservabilityOptionsFactory>;
  useExisting?: Type<ObservabilityOptionsFactory>;
}
