/** What the options, the environment and the file amount to: decided once, without optionals, deeply frozen. */
import type { DestinationStream } from 'pino';
import type { ExporterConfig } from './exporter.js';
import type { MetricsExporter } from './metrics-exporters.js';
import type { CaptureRule } from './capture.options.js';
import type { ConsolePage } from './console-page.options.js';
import type { AccessRequest } from './management.options.js';
import type { ObjectiveConfig } from './objective.js';
import type {
  AlertOptions,
  AutoTraceOptions,
  Identity,
  IncomingRequest,
  ModelPrice,
  SamplingRule,
} from './observability.options.js';
import type { ObservabilityPlugin } from './plugin.js';
import type { SentryEnvironment } from './sentry-environment.js';

/** What decides the defaults that differ between environments. */
export type EnvironmentClass = 'production' | 'test' | 'development';
/** Whose names metrics have. */
export type Conventions = 'prometheus' | 'otel';
/** Who has decided about an option. */
export type ConfigOrigin = 'code' | 'environment' | 'file' | 'default';

/**
 * What options, environment, file and defaults amount to: complete and frozen. Inject it by `OBSERVABILITY_CONFIG`.
 *
 * @example
 * ```ts
 * const config = app.get<ResolvedConfig>(OBSERVABILITY_CONFIG);
 *
 * console.log(config.metrics.path, config.traces.sampleRatio);
 * ```
 */
export interface ResolvedConfig {
  readonly isEnabled: boolean;
  /** `OTEL_SDK_DISABLED=true`: no traces and no push, whatever else was said. */
  readonly isOtelSdkDisabled: boolean;
  readonly environment: { readonly name: string; readonly class: EnvironmentClass };
  readonly conventions: Conventions;
  readonly service: ServiceConfig;
  readonly http: HttpConfig;
  readonly websocket: SourceConfig;
  readonly rpc: SourceConfig;
  readonly graphql: SourceConfig & { readonly resolvers: boolean };
  readonly schedules: SourceConfig;
  readonly events: SourceConfig;
  readonly messaging: { readonly relation: 'link' | 'parent' };
  readonly outgoing: SourceConfig;
  readonly database: SourceConfig & { readonly statements: boolean };
  readonly cache: SourceConfig;
  readonly rateLimits: SourceConfig;
  readonly processes: SourceConfig;
  readonly ai: AiConfig;
  readonly autoTrace: boolean | AutoTraceOptions;
  readonly traces: TracesConfig;
  readonly metrics: MetricsConfig;
  readonly logs: LogsConfig;
  /** Headers in lower case. */
  readonly hooks: { readonly headers: readonly string[] };
  readonly audit: AuditConfig;
  readonly health: HealthConfig;
  readonly slos: readonly ObjectiveConfig[];
  readonly alerts: AlertsConfig;
  readonly exporters: readonly ExporterConfig[];
  readonly profiling: ProfilingConfig;
  readonly redaction: RedactionConfig;
  readonly capture: CaptureConfig;
  readonly management: ManagementConfig;
  readonly console: ConsoleConfig;
  /** Those of plugins included. */
  readonly consolePages: readonly ConsolePage[];
  readonly shutdown: { readonly drainTimeoutMs: number; readonly flushTimeoutMs: number };
  readonly errors: ErrorsConfig;
  /** What the environment alone says about Sentry. */
  readonly sentry: SentryEnvironment;
  /** Who makes a request; undefined where nobody says so. */
  readonly identify: ((request: IncomingRequest) => Identity | undefined) | undefined;
  readonly baggageAttributes: readonly string[];
  readonly plugins: readonly ObservabilityPlugin[];
  /** Where each leaf came from, by option path: `metrics.path` → `default`. */
  readonly origins: Readonly<Record<string, ConfigOrigin>>;
  /** What was fallen back from (bad `OTEL_*` values); said once after start. */
  readonly warnings: readonly string[];
}

/** `service`, settled. */
export interface ServiceConfig {
  readonly name: string;
  readonly version: string;
  readonly instanceId: string;
  /** From OTEL_RESOURCE_ATTRIBUTES and `service.attributes`; names as OpenTelemetry has them. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** An entry point or dependency that is observed or not. */
export interface SourceConfig {
  /** False also when `isEnabled` is false for all. */
  readonly isEnabled: boolean;
}

/** `ai`, settled. */
export interface AiConfig {
  readonly prices: Readonly<Record<string, ModelPrice>>;
  readonly recordContent: boolean;
  readonly maxContentLength: number;
}

/** `http`, settled. */
export interface HttpConfig {
  readonly isEnabled: boolean;
  /** Paths, or a predicate over them, that are not observed. */
  readonly ignore: readonly string[] | ((path: string, method: string) => boolean);
  readonly requestIdHeader: string;
  readonly echoRequestId: boolean;
  readonly clientIdentity: 'off' | 'hashed' | 'plain';
  readonly slowMs: number;
  readonly slowRoutes: Readonly<Record<string, number>>;
  readonly phases: boolean;
}

/** `traces`, settled. */
export interface TracesConfig {
  /** False also when `isEnabled` is false for all, or the SDK is disabled. */
  readonly isEnabled: boolean;
  readonly exporter: 'otlp' | 'none';
  readonly endpoint: string;
  readonly protocol: 'grpc' | 'http/protobuf';
  readonly headers: Readonly<Record<string, string>>;
  readonly sampleRatio: number;
  readonly parentBased: boolean;
  readonly rules: readonly SamplingRule[];
  readonly forceSecret: string | undefined;
  readonly tree: boolean;
  readonly responseHeader: boolean;
  readonly collapseAfter: number;
  readonly collapseKeepSlowest: number;
  readonly limits: SpanLimitsConfig;
  readonly maxQueueSize: number;
  readonly maxBatchSize: number;
  readonly scheduleDelayMs: number;
  readonly exportTimeoutMs: number;
}

/** `traces.limits`, settled. */
export interface SpanLimitsConfig {
  readonly attributeCount: number;
  /** Undefined: texts are kept whole. */
  readonly attributeValueLength: number | undefined;
  readonly eventCount: number;
  readonly linkCount: number;
}

/** `metrics`, settled. */
export interface MetricsConfig {
  readonly isEnabled: boolean;
  /** Without `otlp` where the SDK is disabled. */
  readonly exporter: readonly MetricsExporter[];
  readonly endpoint: string;
  readonly protocol: 'grpc' | 'http/protobuf';
  readonly headers: Readonly<Record<string, string>>;
  readonly exportIntervalMs: number;
  readonly exportTimeoutMs: number;
  readonly temporality: 'cumulative' | 'delta' | 'lowmemory';
  readonly path: string;
  /** Undefined: served by the application's own server. */
  readonly port: number | undefined;
  readonly host: string;
  readonly prefix: string;
  readonly defaultLabels: Readonly<Record<string, string>>;
  readonly bearerToken: string | undefined;
  readonly durationBuckets: readonly number[];
  readonly runtime: boolean;
  readonly memoryPressureRatio: number;
  readonly networkTimings: boolean;
  readonly includeDefaultRegistry: boolean;
  readonly maxSeries: number;
  readonly maxLabelValues: number;
  readonly collectTimeoutMs: number;
  /** 0: never. */
  readonly idleSeriesMs: number;
  readonly aggregate: 'auto' | 'off';
  readonly handOverIntervalMs: number;
}

/** `logs`, settled. */
export interface LogsConfig {
  readonly isEnabled: boolean;
  readonly level: string;
  readonly pretty: boolean;
  readonly completion: boolean;
  readonly spans: boolean;
  readonly maxPerSecond: number;
  readonly callSite: boolean;
  readonly frames: boolean;
  readonly destination: DestinationStream | undefined;
  /** `none` where the SDK is disabled. */
  readonly exporter: 'otlp' | 'none';
  readonly endpoint: string;
  readonly protocol: 'grpc' | 'http/protobuf';
  readonly headers: Readonly<Record<string, string>>;
  readonly maxQueueSize: number;
  readonly maxBatchSize: number;
  readonly scheduleDelayMs: number;
  readonly exportTimeoutMs: number;
}

/** `audit`, settled. */
export interface AuditConfig {
  readonly isEnabled: boolean;
  /** `log`, the path of a file, or a stream. */
  readonly destination: string | DestinationStream;
}

/** `health`, settled. */
export interface HealthConfig {
  readonly isEnabled: boolean;
  readonly path: string;
  readonly details: boolean;
  readonly timeoutMs: number;
  readonly cacheMs: number;
  readonly maxEventLoopDelayMs: number;
  readonly maxMemoryRatio: number;
  readonly minDiskFreeBytes: Readonly<Record<string, number>>;
  readonly httpChecks: Readonly<Record<string, string>>;
  readonly dependencies: boolean;
}

/** `profiling`, settled. */
export interface ProfilingConfig {
  /** False also when `isEnabled` is false for all. */
  readonly isEnabled: boolean;
  readonly samplingIntervalUs: number;
  readonly maxDurationMs: number;
  readonly maxProfiles: number;
  readonly maxBytes: number;
  readonly requestSecret: string | undefined;
  readonly triggers: {
    /** 0: never. */
    readonly eventLoopDelayMs: number;
    readonly sloBurn: boolean;
    readonly slowOperations: boolean;
    readonly durationMs: number;
    readonly cooldownMs: number;
  };
  readonly continuous: {
    readonly isEnabled: boolean;
    readonly intervalMs: number;
    readonly durationMs: number;
    readonly samplingIntervalUs: number;
  };
  readonly heapSnapshots: boolean;
  readonly heapSnapshotFolder: string;
  readonly maxHeapSnapshotBytes: number;
}

/** `errors`, settled. */
export interface ErrorsConfig {
  /** 0: no source is read. */
  readonly sourceLines: number;
  /** Undefined where the application has no package.json: then no source is read. */
  readonly sourceFolder: string | undefined;
}

/** `capture`, settled. */
export interface CaptureConfig {
  readonly rules: readonly CaptureRuleConfig[];
  readonly maxBodyBytes: number;
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  readonly omittedHeaders: readonly string[];
}

/** A rule of `capture.rules`, settled. */
export interface CaptureRuleConfig {
  readonly when: CaptureRule['when'];
  readonly route: string | undefined;
  readonly method: string | undefined;
  /** As in `CaptureRule`. */
  readonly match: CaptureRule['match'];
  readonly sampleRatio: number;
  /** Undefined: that of HTTP. */
  readonly slowMs: number | undefined;
}

/** `redaction`, settled. */
export interface RedactionConfig {
  readonly keys: readonly string[];
  readonly patterns: readonly RegExp[];
  readonly replacement: string;
  readonly detect: { readonly email: boolean; readonly iban: boolean; readonly ssn: boolean };
  /** The application's own rule. */
  readonly custom: ((key: string, value: unknown) => unknown) | undefined;
}

/** `alerts`, settled. */
export interface AlertsConfig {
  readonly rules: NonNullable<AlertOptions['rules']>;
  readonly runbookBaseUrl: string;
  /** Undefined: links are paths on the same host. */
  readonly grafanaUrl: string | undefined;
}

/** `management`, settled. */
export interface ManagementConfig {
  /** False also when `isEnabled` is false for all. */
  readonly isEnabled: boolean;
  readonly path: string;
  readonly ownPort: boolean;
  readonly access: {
    readonly tokens: Readonly<Record<string, string>>;
    /** Names who asks, or refuses. */
    readonly authorize: ((request: AccessRequest) => string | undefined) | undefined;
    readonly loopbackOnly: boolean;
    readonly hosts: readonly string[];
  };
  readonly exposure: { readonly read: readonly string[]; readonly change: readonly string[] };
}

/** `console`, settled. */
export interface ConsoleConfig {
  /** False also when `isEnabled` is false for all. */
  readonly isEnabled: boolean;
  readonly path: string;
  readonly ownPort: boolean;
  readonly access: {
    readonly token: string | undefined;
    /** Names who asks, or refuses. */
    readonly authorize: ((request: AccessRequest) => string | undefined) | undefined;
    readonly loopbackOnly: boolean;
    readonly hosts: readonly string[];
  };
  readonly changes: boolean;
  readonly maxBytes: number;
  readonly maxTraces: number;
  readonly maxSpansPerTrace: number;
  readonly maxLogs: number;
  readonly maxSeries: number;
  readonly maxPoints: number;
  readonly pointIntervalMs: number;
  readonly maxProfiles: number;
  /** With `{file}`, `{line}` and `{column}`; undefined: files are not opened. */
  readonly editor: string | undefined;
  /** Where a key may outlive the process: the application's folder, in development; else undefined. */
  readonly keyFolder: string | undefined;
}
