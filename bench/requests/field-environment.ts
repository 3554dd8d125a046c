/** The variables by which those contenders are set up that take them from there. */
import type { FieldRow } from './field-rows.js';

// All that OpenTelemetry's exporters take when told to flush: 30 batches at a time of 512 spans each.
const MAX_QUEUE_SIZE = 30 * 512;

/**
 * @param httpUrl where telemetry goes
 * @param exporterPort where OpenTelemetry's Prometheus exporter shall answer
 */
export function fieldEnvironment(
  { sampleRatio }: FieldRow,
  httpUrl: string,
  exporterPort: number,
): Record<string, string> {
  return {
    NODE_ENV: 'production',
    OTEL_SERVICE_NAME: 'bench',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: String(sampleRatio),
    OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl,
    OTEL_BSP_MAX_QUEUE_SIZE: String(MAX_QUEUE_SIZE),
    OTEL_METRICS_EXPORTER: 'prometheus',
    OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
    OTEL_EXPORTER_PROMETHEUS_PORT: String(exporterPort),
    // Not those of clouds, which ask around on the network.
    OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os,process',
    SENTRY_DSN: `${httpUrl.replace('://', '://bench@')}/1`,
    SENTRY_TRACES_SAMPLE_RATE: String(sampleRatio),
  };
}
