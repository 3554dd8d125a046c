export {
  alertDefaults,
  alertRule,
  type AlertName,
  type AlertRule,
  type AlertRuleOptions,
  type Severity,
} from './alert.options.js';
export { autoTraceFilter, type ClassFilter } from './auto-trace.js';
export type { CaptureFacts, CaptureRule } from './capture.options.js';
export type {
  ConsoleCell,
  ConsoleChart,
  ConsoleFigures,
  ConsolePage,
  ConsolePageGroup,
  ConsolePageHost,
  ConsolePageSection,
  ConsoleTable,
  ConsoleText,
} from './console-page.options.js';
export { describeConfig, type ConfigRow } from './describe-config.js';
export { readVariable, type Environment } from './environment.js';
export { errorBudget, pageAlerts, ticketAlerts, type BurnAlert } from './error-budget.js';
export type {
  ConsoleExporterConfig,
  ExporterConfig,
  FileExporterConfig,
  QueueConfig,
  RecordSelection,
  WebhookExporterConfig,
} from './exporter.js';
export type {
  ConsoleExporterOptions,
  ExporterOptions,
  FileExporterOptions,
  TelemetryRecord,
  TelemetryRecordError,
  WebhookExporterOptions,
} from './exporter.options.js';
export type { AccessRequest, ManagementChange, ManagementRead } from './management.options.js';
export { problemsOfObjective, toObjective } from './objective-list.js';
export type { ObjectiveOptions, RatioOptions } from './objective.options.js';
export type { CounterSelector, Indicator, Objective, ObjectiveConfig, ObjectiveSelector } from './objective.js';
export type {
  AiOptions,
  AlertOptions,
  AsyncObservabilityOptions,
  AuditOptions,
  AutoTraceOptions,
  CaptureOptions,
  ConsoleAccessOptions,
  ConsoleOptions,
  ContinuousProfilingOptions,
  ErrorsOptions,
  HealthOptions,
  HooksOptions,
  HttpOptions,
  Identity,
  IncomingRequest,
  LogsOptions,
  ManagementAccessOptions,
  ManagementExposureOptions,
  ManagementOptions,
  MetricsOptions,
  ModelPrice,
  ObservabilityModuleAsyncOptions,
  ObservabilityOptions,
  ObservabilityOptionsFactory,
  ProfilingOptions,
  ProfilingTriggersOptions,
  RedactionOptions,
  SamplingRule,
  ServiceOptions,
  ShutdownOptions,
  SpanLimitsOptions,
  StructuralOptions,
  TracesOptions,
} from './observability.options.js';
export { type OptionRow } from './option-row.js';
export { environmentOnlyVariables, optionTable } from './option-table.js';
export { mayBeLoaded, requirePeer } from './optional-peer.js';
export type {
  CrashKind,
  LoggedLine,
  ObservabilityPlugin,
  PluginApplication,
  PluginHost,
  PluginRedactor,
  PluginRoom,
} from './plugin.js';
export { resolveConfig, type ConfigSources } from './resolve-config.js';
export type { SentryEnvironment } from './sentry-environment.js';
export type {
  AiConfig,
  ErrorsConfig,
  AuditConfig,
  CaptureConfig,
  CaptureRuleConfig,
  ConfigOrigin,
  ConsoleConfig,
  Conventions,
  EnvironmentClass,
  HealthConfig,
  HttpConfig,
  LogsConfig,
  ManagementConfig,
  MetricsConfig,
  ProfilingConfig,
  RedactionConfig,
  ResolvedConfig,
  ServiceConfig,
  SpanLimitsConfig,
  TracesConfig,
} from './resolved-config.js';
export { APPLICATION_LOGGING, CONFIG_RESOLVER, OBSERVABILITY_CONFIG, OBSERVABILITY_OPTIONS } from './tokens.js';
