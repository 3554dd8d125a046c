/** What leaves an application beside its spans: telemetry events, pushed metrics, log records. Each is loaded where it is asked for. */
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type { TelemetryRecord } from './config/index.js';
import type { LogExport, MetricsPush, TelemetryExporters } from './exporters/index.js';
import type { ApplicationLogging } from './logging/index.js';
import type { Exposition } from './metrics/index.js';
import type { ObservabilityFoundation } from './observability.foundation.js';
import { watchExport } from './observability.metrics.js';
import { resourceOf } from './tracing/index.js';

/** @throws ObservabilityError OBS_ERR_PEER_MISSING when gRPC is wanted and not installed */
export function createLogExport(foundation: ObservabilityFoundation): LogExport | undefined {
  const { config, diagnostics, clock, registry } = foundation;
  const { endpoint, protocol, headers, exportTimeoutMs: timeoutMs } = config.logs;
  if (!config.logs.isEnabled || config.logs.exporter !== 'otlp') return undefined;
  const { LogExport } = require('./exporters/otlp-logs.js') as Logs;
  const { otlpSender } = require('./exporters/otlp-sender.js') as Sender;
  const logExport = new LogExport({
    config: config.logs,
    resource: { attributes: resourceOf(config) },
    sender: otlpSender({ signal: 'logs', endpoint, protocol, headers, timeoutMs }),
    flushTimeoutMs: config.shutdown.flushTimeoutMs,
    diagnostics,
    clock,
  });
  watchExport(registry, 'logs', () => logExport.exportState());
  return logExport;
}

/** @throws ObservabilityError OBS_ERR_PEER_MISSING when gRPC is wanted and not installed */
export function createMetricsPush(
  foundation: ObservabilityFoundation,
  exposition: Exposition,
): MetricsPush | undefined {
  const { config, diagnostics, clock, registry } = foundation;
  const { endpoint, protocol, headers, exportTimeoutMs: timeoutMs } = config.metrics;
  if (!config.metrics.isEnabled || !config.metrics.exporter.includes('otlp')) return undefined;
  const { MetricsPush } = require('./exporters/otlp-metrics.js') as Metrics;
  const { otlpSender } = require('./exporters/otlp-sender.js') as Sender;
  const push = new MetricsPush({
    config: config.metrics,
    resource: { attributes: resourceOf(config) },
    read: () => exposition.reader.read(() => true),
    sender: otlpSender({ signal: 'metrics', endpoint, protocol, headers, timeoutMs }),
    flushTimeoutMs: config.shutdown.flushTimeoutMs,
    diagnostics,
    clock,
  });
  watchExport(registry, 'metrics', () => push.exportState());
  return push;
}

export function createTelemetryExporters(
  foundation: ObservabilityFoundation,
  logging: ApplicationLogging | undefined,
): TelemetryExporters | undefined {
  const { config, bus, redactor, diagnostics, clock, registry } = foundation;
  if (config.exporters.length === 0) return undefined;
  const { TelemetryExporters } = require('./exporters/telemetry-exporters.js') as Exporters;
  const print = (line: string, record: TelemetryRecord): void => printRecord(logging, line, record);
  const exporters = new TelemetryExporters({ config, bus, redactor, diagnostics, clock, print });
  for (const [name, state] of exporters.exportStates()) watchExport(registry, name, state);
  return exporters;
}

/** Through the log, so that standard output stays a stream of JSON lines. */
function printRecord(
  logging: ApplicationLogging | undefined,
  line: string,
  { trace_id, span_id, request_id }: TelemetryRecord,
): void {
  const fields = { target: 'Telemetry', trace_id, span_id, request_id };
  // Outside any operation: the line is about the record, not part of what happens to be current.
  context.with(ROOT_CONTEXT, () => logging?.logger.info(fields, line));
}

type Logs = typeof import('./exporters/otlp-logs.js');
type Sender = typeof import('./exporters/otlp-sender.js');
type Metrics = typeof import('./exporters/otlp-metrics.js');
type Exporters = typeof import('./exporters/telemetry-exporters.js');
