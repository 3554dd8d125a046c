export { activate, adopt, deactivate, pipelineFor } from './active-pipeline.js';
export { AUTO_TRACED, Callsite, type Aspect, type CallEnd, type CallMeasure } from './callsite.js';
export { systemClock, type Clock } from './clock.js';
export { activeContext, ensureContextManager, enterContext, leaveContext, watchContexts } from './context-manager.js';
export {
  aspectDecorator,
  isLifeCycleHook,
  isOptedOut,
  optOutDecorator,
  type AspectDecoratorOptions,
} from './decorate.js';
export { Diagnostics, type DiagnosticCount, type WarningSink } from './diagnostics.js';
export {
  SIZE_BUCKETS_BYTES,
  type MetricAggregate,
  type MetricDefinition,
  type MetricType,
  type MetricUnit,
} from './metric-definition.js';
export {
  describeProblem,
  ObservabilityError,
  observabilityErrorCodes,
  type ObservabilityErrorCode,
  type Problem,
} from './observability-error.js';
export {
  beginCall,
  callsiteOf,
  impersonate,
  observeMethod,
  observeProperty,
  settlementOf,
  substitute,
  type AnyMethod,
  type MethodIdentity,
} from './observed-method.js';
export { currentOperation, enterOperation, entryOf, leaveOperation, operationIn, spanIn } from './operation-context.js';
export { LabelSet } from './label-set.js';
export { noMeter, type Meter, type MeterCells, type MeterFamily } from './meter.js';
export type { OperationConvention, OperationMeasure, StandardMeasure } from './operation-convention.js';
export {
  joinedCells,
  type CallRecorder,
  type DeclinedPlaces,
  type OkCells,
  type OperationHandler,
} from './operation-handler.js';
export { OperationPipeline, type PipelineOptions } from './operation-pipeline.js';
export type { OperationSource } from './operation-source.js';
export { readAttributes } from './read-attributes.js';
export {
  isLongLived,
  Operation,
  Slot,
  type Attributes,
  type Call,
  type OperationEnd,
  type OperationEvent,
  type OperationKind,
  type OperationScope,
  type OperationStart,
  type OperationSubject,
  type Outcome,
} from './operation.js';
export { beginEra } from './era.js';
export { AI, AI_EVENTS, GEN_AI, type AiOperation } from './gen-ai.convention.js';
export { errorMessageOf, errorTypeOf, isError, isExpectedError, markExpected, propertyOf } from './error-facts.js';
export { fingerprintOf } from './error-fingerprint.js';
export { framesOf, type ErrorFrame } from './error-frames.js';
export { SourceLines, type SourceExcerpt, type SourcePlace } from './error-source.js';
export { roughBytesOf } from './event-size.js';
export { mayBePending, outcomeOf, settle, settleDerived, settleResult, type Settlement } from './settle.js';
export {
  isTelemetrySuppressed,
  suppressTelemetry,
  temporarilySuppressed,
  type TemporarySuppression,
} from './suppression.js';
export { TelemetryBus } from './telemetry-bus.js';
export {
  telemetryEventNames,
  type AiCompletionFacts,
  type AiUsage,
  type HttpHeaderValues,
  type HttpRequestFacts,
  type HttpResponseFacts,
  type Measurement,
  type MemoryPressure,
  type ObjectiveBurn,
  type PhaseFacts,
  type TelemetryEventName,
  type TelemetryEvents,
  type TelemetryIds,
  type TelemetryListener,
  type TelemetryMoment,
} from './telemetry-events.js';
export { watchSubscriber, type SubscriberWatch } from './watch-subscriber.js';
export { wrapMethod, type Method } from './wrap-method.js';
