/**
 * Parts of the options, configurations and results above. They have no import path of their own: get at them through what they are a part
 * of, as in `ObservabilityOptions['traces']`.
 *
 * @module Parts
 */
export type { AlertName, AlertRule, AlertRuleOptions, Severity } from '../../src/config/alert.options.js';
export type * from '../../src/config/observability.options.js';
export type * from '../../src/config/objective.js';
export type * from '../../src/config/resolved-config.js';
export type * from '../../src/config/plugin.js';
export type {
  ConsoleCell,
  ConsoleChart,
  ConsoleFigures,
  ConsolePageGroup,
  ConsoleTable,
  ConsoleText,
} from '../../src/config/console-page.options.js';
export type {
  ConsoleExporterOptions,
  FileExporterOptions,
  TelemetryRecordError,
  WebhookExporterOptions,
} from '../../src/config/exporter.options.js';
export type * from '../../src/config/exporter.js';
export type { ManagementChange, ManagementRead } from '../../src/config/management.options.js';
export type { MetricsExporter } from '../../src/config/metrics-exporters.js';
export type { SentryEnvironment } from '../../src/config/sentry-environment.js';
export type { HarParameter, HarRequest, HarResponse, NameValue } from '../../src/capture/har.js';
export type { CheckResult, KnownCheck } from '../../src/health/health-check.js';
export type {
  Call,
  OperationEnd,
  OperationEvent,
  OperationScope,
  OperationStart,
  OperationSubject,
} from '../../src/kernel/operation.js';
export type * from '../../src/kernel/operation-convention.js';
export type { LabelSet } from '../../src/kernel/label-set.js';
export type { CallRecorder, CountCell, DeclinedPlaces, OkCells, TimeCell } from '../../src/kernel/operation-handler.js';
export type { MetricAggregate, MetricType, MetricUnit } from '../../src/kernel/metric-definition.js';
export type { Meter, MeterCells, MeterFamily } from '../../src/kernel/meter.js';
export type { TelemetryIds } from '../../src/kernel/telemetry-events.js';
export type { Problem } from '../../src/kernel/observability-error.js';
export type { SamplingSubject } from '../../src/tracing/sampling.js';
export type { ForcedRequest } from '../../src/security/force-trace.js';
export type { LogLevelName } from '../../src/logging/log-level.js';
export type { LogLine } from '../../src/logging/line-sink.js';
export type { TraceRelation } from '../../src/hooks/message-carrier.js';
export type { MethodMetricOptions } from '../../src/metrics/method-metrics.js';
export type { Named } from '../../src/metrics/metrics.service.js';
export type { StreamPair } from '../../src/instruments/transports/line-follower.js';
export type { WebSocketServerLike } from '../../src/sources/websocket/observed-server.js';
export type { SentryBreadcrumb, SentryException, SentryFrame, SentryRequest } from '../../src/sentry/sentry.library.js';
