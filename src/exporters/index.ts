export { BoundedExport, type BoundedExportOptions } from './bounded-export.js';
export { otlpTraces, type OtlpTracesOptions } from './otlp-traces.js';
export type { LogExport } from './otlp-logs.js';
export type { MetricsPush } from './otlp-metrics.js';
export type { ExportResult, SpanExporterLike } from './span-exporter.js';
export type { TelemetryExporters } from './telemetry-exporters.js';
export { renderTraceTree } from './trace-tree.js';
export { traceTree, TraceTreePrinter, type TraceTreeOptions, type TraceTreeSink } from './trace-tree-printer.js';
