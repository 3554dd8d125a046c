export { BoundedExport, type BoundedExportOptions } from './bounded-export.js';
export { MemorySpans } from './memory-exporter.js';
export { otlpTraces, type OtlpTracesOptions } from './otlp-traces.js';
export type { ExportResult, SpanExporterLike } from './span-exporter.js';
export { renderTraceTree } from './trace-tree.js';
export { traceTree, TraceTreePrinter, type TraceTreeOptions, type TraceTreeSink } from './trace-tree-printer.js';
