/**
 * The names of nestjs-otel by import path, over this library: `from 'nestjs-otel'` becomes `from 'nestjs-observability/nestjs-otel'`.
 *
 * @module nestjs-observability/nestjs-otel
 */
export { OtelInstanceCounter, OtelMethodCounter } from './counter.decorators.js';
export { MetricService, type OtelMetricOptions } from './metric.service.js';
export { nestjsOtel } from './nestjs-otel.plugin.js';
export {
  Baggage,
  CurrentSpan,
  OtelCounter,
  OtelGauge,
  OtelHistogram,
  OtelObservableCounter,
  OtelObservableGauge,
  OtelObservableUpDownCounter,
  OtelUpDownCounter,
} from './parameter.decorators.js';
export { Span, Traceable, type ExtendedSpanOptions } from './span.decorator.js';
export { TraceService } from './trace.service.js';
