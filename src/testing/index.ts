/** `nestjs-observability/testing`: what our own tests use, for yours. */
export { readExposition, samplesOf, type Sample } from './exposition-reader.js';
export { ManualClock } from './manual-clock.js';
export { observabilityMatchers, type MetricsText } from './matchers.js';
export { TelemetryRecorder, type LogLine, type RecordedOperation, type RecordedSpan } from './telemetry-recorder.js';
