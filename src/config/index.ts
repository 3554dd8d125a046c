export {
  alertDefaults,
  alertRule,
  type AlertName,
  type AlertRule,
  type AlertRuleOptions,
  type Severity,
} from './alert.options.js';
export { autoTraceFilter, type ClassFilter } from './auto-trace.js';
export { describeConfig, type ConfigRow } from './describe-config.js';
export { readVariable, type Environment } from './environment.js';
export { errorBudget, pageAlerts, type BurnAlert } from './error-budget.js';
export { problemsOfObjective, toObjective } from './objective-list.js';
export type { ObjectiveOptions, RatioOptions } from './objective.options.js';
export type { CounterSelector, Indicator, Objective, ObjectiveConfig, ObjectiveSelector } from './objective.js';
export type {
  AiOptions,
  AlertOptions,
  AsyncObservabilityOptions,
  AutoTraceOptions,
  HealthOptions,
  HttpOptions,
  Identity,
  IncomingRequest,
  LogsOptions,
  MetricsOptions,
  ModelPrice,
  ObservabilityModuleAsyncOptions,
  ObservabilityOptions,
  ObservabilityOptionsFactory,
  RedactionOptions,
  SamplingRule,
  ServiceOptions,
  ShutdownOptions,
  SpanLimitsOptions,
  StructuralOptions,
  TracesOptions,
} from './observability.options.js';
export { environmentOnlyVariables, optionTable, type OptionRow } from './option-table.js';
export { mayBeLoaded, requirePeer } from './optional-peer.js';
export type { ObservabilityPlugin } from './plugin.js';
export { resolveConfig, type ConfigSources } from './resolve-config.js';
export type {
  AiConfig,
  ConfigOrigin,
  Conventions,
  EnvironmentClass,
  HealthConfig,
  HttpConfig,
  LogsConfig,
  MetricsConfig,
  RedactionConfig,
  ResolvedConfig,
  ServiceConfig,
  SpanLimitsConfig,
  TracesConfig,
} from './resolved-config.js';
export { APPLICATION_LOGGING, OBSERVABILITY_CONFIG, OBSERVABILITY_OPTIONS } from './tokens.js';
