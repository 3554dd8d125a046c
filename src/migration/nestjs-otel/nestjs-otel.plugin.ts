/** Makes the services of nestjs-otel injectable: `plugins: [nestjsOtel()]`. Its decorators need no plugin. */
import { OBSERVABILITY_CONFIG, type ObservabilityPlugin, type ResolvedConfig } from '../../config/index.js';
import { OperationPipeline } from '../../kernel/index.js';
import { MetricRegistry } from '../../metrics/index.js';
import { MetricService } from './metric.service.js';
import { OtelInstruments } from './otel-instruments.js';
import { shareMetricService } from './metric-service-here.js';
import { TraceService } from './trace.service.js';

/**
 * Provides `TraceService` and `MetricService` in every module, as `OpenTelemetryModule.forRoot()` did. `OtelCounter` and the other
 * parameter decorators of metrics, and `OtelInstanceCounter`, need it too.
 *
 * @example
 * ```ts
 * ObservabilityModule.forRoot({ plugins: [nestjsOtel()] });
 * ```
 */
export function nestjsOtel(): ObservabilityPlugin {
  const metricService = {
    provide: MetricService,
    useFactory: createMetricService,
    inject: [OBSERVABILITY_CONFIG, MetricRegistry, OperationPipeline],
  };
  return { name: 'nestjs-otel', providers: [TraceService, metricService] };
}

function createMetricService(
  { metrics }: ResolvedConfig,
  registry: MetricRegistry,
  pipeline: OperationPipeline,
): MetricService {
  const service = new MetricService(new OtelInstruments(metrics.isEnabled ? registry : undefined));
  shareMetricService(pipeline, service);
  return service;
}
