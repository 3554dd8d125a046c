import 'reflect-metadata';

export {
  OBSERVABILITY_CONFIG,
  type Identity,
  type IncomingRequest,
  type ObservabilityModuleAsyncOptions,
  type ObservabilityOptions,
  type ObservabilityOptionsFactory,
  type ObservabilityPlugin,
  type ResolvedConfig,
  type SamplingRule,
} from './config/index.js';
export { HealthContributor, HealthRegistry, type HealthCheck, type HealthStatus } from './health/index.js';
export {
  ObservabilityError,
  observabilityErrorCodes,
  OperationPipeline,
  type Attributes,
  type Clock,
  type MetricDefinition,
  type ObservabilityErrorCode,
  type Operation,
  type OperationHandler,
  type OperationKind,
  type Outcome,
  type TelemetryEventName,
  type TelemetryEvents,
} from './kernel/index.js';
export { Counted, Gauged, getMetrics, MetricLabel, MetricsService, NoMetrics, Timed } from './metrics/index.js';
export { Observed, type ObservedOptions } from './observed.decorator.js';
export { ObservabilityModule } from './observability.module.js';
export { ObservabilityService, type CurrentOperation } from './observability.service.js';
export { NoTrace, Sampling, SpanAttribute, Traced } from './tracing/index.js';
