/**
 * The names of @willsoto/nestjs-prometheus by import path, over this library's registry.
 *
 * @module nestjs-observability/nestjs-prometheus
 */
export {
  getToken,
  InjectMetric,
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider,
  makeSummaryProvider,
  type MetricProviderInjectable,
} from './metric-providers.js';
