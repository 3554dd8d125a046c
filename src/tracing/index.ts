export { copiedSpan } from './copied-span.js';
export { offerEarlyTracing, peekEarlyTracing, type EarlyTracing } from './early-tracing.js';
export { hrTimeOf } from './hr-time.js';
export { resourceOf } from './resource.js';
export { Sampling, type SamplingSettings, type SamplingSubject } from './sampling.js';
export {
  within,
  type DetailedSpan,
  type ExportState,
  type FinishedSpan,
  type SpanConsumer,
  type SpanEvent,
  type SpanProcessorLike,
} from './span-consumer.js';
export { INSTRUMENTATION_NAME, type SpanFactory } from './span-factory.js';
export { redactedSpan } from './redacted-spans.js';
export { type SpanRedactor } from './span-redactor.js';
export { Traced, TRACED, type TracedAspect, type TracedOptions } from './traced.decorator.js';
export { samplingSettings, startTracing, type StartTracingOptions, type Tracing } from './tracing.js';
export { TracingHandler, type TracingHandlerOptions } from './tracing.handler.js';
export { UnsampledSpan } from './unsampled-span.js';
