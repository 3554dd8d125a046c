/** Every metric the library may show by itself, for its reference tables; an application does not load this. */
import { healthMetrics } from './health/index.js';
import { instrumentMetrics } from './instruments/all-instruments.js';
import type { MetricDefinition } from './kernel/index.js';
import { methodMetrics, runtimeMetrics, selfMetrics } from './metrics/index.js';
import { crashes, exported, exporterQueue, lastSuccess, logMessages } from './observability.metrics.js';
import { sloMetrics } from './slo/slo.metrics.js';
import { sourceMetrics } from './sources/source-metrics.js';

export { otelMetrics, type OtelMetric } from './sources/source-metrics.js';

/** In the order of the reference tables. */
export const metricCatalog: readonly MetricDefinition[] = [
  ...sourceMetrics,
  ...instrumentMetrics,
  ...Object.values(methodMetrics),
  ...Object.values(healthMetrics),
  ...Object.values(sloMetrics),
  ...runtimeMetrics,
  logMessages,
  crashes,
  ...selfMetrics,
  exporterQueue,
  exported,
  lastSuccess,
];
