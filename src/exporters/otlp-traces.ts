/** The consumer that exports spans over OTLP, as the configuration says. */
import type { TracesConfig } from '../config/index.js';
import type { Clock, Diagnostics } from '../kernel/index.js';
import type { SpanConsumer } from '../tracing/index.js';
import { BoundedExport } from './bounded-export.js';
import { leanExporter } from './lean-exporter.js';
import { createGrpcExporter } from './otlp-grpc.js';
import { createHttpExporter } from './otlp-http.js';

export interface OtlpTracesOptions {
  readonly config: TracesConfig;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
}

/**
 * Named `otlp`; made once per process start, also when `register` was there first.
 * Its `create` throws ObservabilityError OBS_ERR_PEER_MISSING when the exporter's package is not installed.
 */
export function otlpTraces({ config, diagnostics, clock }: OtlpTracesOptions): SpanConsumer {
  const { endpoint, headers, protocol, maxQueueSize, maxBatchSize, scheduleDelayMs, exportTimeoutMs } = config;
  const createExporter = protocol === 'grpc' ? createGrpcExporter : createHttpExporter;
  return {
    name: 'otlp',
    create: () =>
      new BoundedExport({
        createExporter: () => leanExporter(createExporter({ endpoint, headers, timeoutMs: exportTimeoutMs })),
        diagnostics,
        clock,
        destination: endpoint,
        maxQueueSize,
        maxBatchSize,
        scheduleDelayMs,
        exportTimeoutMs,
      }),
  };
}
