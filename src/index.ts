import 'reflect-metadata';

export {
  OBSERVABILITY_CONFIG,
  type AsyncObservabilityOptions,
  type Identity,
  type IncomingRequest,
  type ObservabilityModuleAsyncOptions,
  type ObservabilityOptions,
  type ObservabilityOptionsFactory,
  type ObservabilityPlugin,
  type ResolvedConfig,
  type SamplingRule,
} from './config/index.js';
export {
  brokerCheck,
  databaseCheck,
  HealthContributor,
  HealthRegistry,
  microserviceCheck,
  redisCheck,
  type CheckDetails,
  type CheckOutcome,
  type HealthCheck,
  type HealthCheckKind,
  type HealthCheckOptions,
  type HealthContributorDecorator,
  type HealthReport,
  type HealthStatus,
} from './health/index.js';
export { eventMetadata, restoreEventMetadata, type EventMetadata, type RestoreOptions } from './hooks/index.js';
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
  type OperationSource,
  type Outcome,
  type TelemetryEventName,
  type TelemetryEvents,
  type TelemetryListener,
} from './kernel/index.js';
export { LogLevels, observabilityMixin, observabilityPinoOptions } from './logging/index.js';
export {
  Counted,
  Gauged,
  getMetrics,
  MetricLabel,
  MetricsService,
  NoMetrics,
  Timed,
  type CountedOptions,
  type CounterHandle,
  type EndTimer,
  type GaugedOptions,
  type GaugeHandle,
  type GaugeOptions,
  type HistogramHandle,
  type HistogramOptions,
  type HistogramReading,
  type LabelInput,
  type LabelSource,
  type LabelValues,
  type MetricLabelOptions,
  type MetricOptions,
  type MetricSnapshot,
  type Reading,
  type SeriesSnapshot,
  type SummaryHandle,
  type SummaryReading,
  type TimedOptions,
} from './metrics/index.js';
export { Observed, type ObservedOptions } from './observed.decorator.js';
export { ObservabilityModule } from './observability.module.js';
export { ObservabilityService, type CurrentOperation } from './observability.service.js';
export {
  NoTrace,
  Sampling,
  SpanAttribute,
  Traced,
  type SamplingSettings,
  type TracedOptions,
} from './tracing/index.js';
