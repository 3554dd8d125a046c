/**
 * `nestjs-observability/testing`: what our own tests use, for yours.
 *
 * @module nestjs-observability/testing
 */
export type { MemoryLimits } from './bounded-list.js';
export { describeHandler, type HandlerContract, type HandlerSubject } from './contracts/handler-contract.js';
export { describeSource, type Act, type SourceContract, type SourceSubject } from './contracts/source-contract.js';
export type { TestFunctions } from './contracts/test-functions.js';
export type { Expectation, Part, SpanPart } from './expectation.js';
export { readExposition, samplesOf, type Sample } from './exposition-reader.js';
export { InMemoryEvents, type InMemoryEventsOptions } from './in-memory-events.js';
export { InMemorySpans } from './in-memory-spans.js';
export { ManualClock } from './manual-clock.js';
export { observabilityMatchers, type MetricsText, type ObservabilityMatchers, type Recorded } from './matchers.js';
export { ObservabilityTestingModule, type ObservabilityTestingOptions } from './observability-testing.module.js';
export type { LogLine, RecordedOperation, RecordedSpan } from './recorded.js';
export { TelemetryRecorder, type WaitOptions } from './telemetry-recorder.js';
export { TestApplication } from './test-application.js';
export { traceTree, type TraceTreeOptions } from './trace-tree.js';
