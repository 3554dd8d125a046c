export { autoTraceFilter, type ClassFilter } from './auto-trace.js';
export { describeConfig, type ConfigRow } from './describe-config.js';
export { readVariable, type Environment } from './environment.js';
export type {
  AiOptions,
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
