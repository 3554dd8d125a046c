export {
  CounterCell,
  GaugeCell,
  HistogramCell,
  SummaryCell,
  type Cell,
  type CellsByType,
  type Exemplar,
} from './cells.js';
export { Counted } from './counted.decorator.js';
export { Exposition } from './exposition.js';
export { Aggregation } from './aggregation/aggregation.js';
export { Gauged } from './gauged.decorator.js';
export { getMetrics, shareMetrics } from './get-metrics.js';
export {
  methodMetrics,
  NO_METRICS,
  type CountedOptions,
  type GaugedOptions,
  type LabelSource,
  type LabelValues,
  type MethodMetricOptions,
  type TimedOptions,
} from './method-metrics.js';
export { MeasurementEvents } from './measurement-events.js';
export { MetricFamily, type Collector } from './metric-family.js';
export {
  CounterHandle,
  GaugeHandle,
  HistogramHandle,
  SummaryHandle,
  type EndTimer,
  type LabelInput,
} from './metric-handles.js';
export type { HistogramReading, MetricSnapshot, Reading, SeriesSnapshot, SummaryReading } from './metric-readings.js';
export { MetricRegistry, type DefineOptions, type DefinitionOf, type RegistryConfig } from './metric-registry.js';
export { metricsEndpoint } from './metrics.endpoint.js';
export { MetricsHandler } from './metrics.handler.js';
export { MetricsService, type GaugeOptions, type HistogramOptions, type MetricOptions } from './metrics.service.js';
export type { PageContent, ReadMetric } from './page-writer.js';
export type { ForeignValue, PrometheusMetrics } from './prometheus-registry.js';
export { SUMMARY_QUANTILES } from './prometheus-values.js';
export { QuantileSketch } from './quantile-sketch.js';
export { networkTimingMetrics, RuntimeMetrics, runtimeMetrics, type RuntimeConfig } from './runtime/runtime-metrics.js';
export { selfMetrics } from './self-metrics.js';
export { OVERFLOW_LABEL } from './series-limit.js';
export { Slices } from './slices.js';
export { Timed } from './timed.decorator.js';
