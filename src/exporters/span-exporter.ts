/** What an exporter is to us: OpenTelemetry's span exporter by structure, so that any version of its packages fits. */
import type { FinishedSpan } from '../tracing/index.js';

/** `code` 0 is success, 1 is failure. */
export interface ExportResult {
  readonly code: number;
  readonly error?: Error;
  /** Spans of the batch that the receiver refused for good while it took the rest. @default 0 */
  readonly refused?: number;
}

/** Spans of one export in the form in which they leave. An array of spans is the plainest. */
export interface SpanBatch {
  readonly length: number;
  /** @throws when the span cannot be put into that form */
  push(span: FinishedSpan): unknown;
}

export interface SpanExporterLike {
  /** For an exporter that wants spans in a form of its own. @default an array of spans */
  createBatch?(): SpanBatch;
  /** Takes the batches it created; without `createBatch`, arrays of spans. */
  export(batch: SpanBatch, done: (result: ExportResult) => void): void;
  shutdown(): Promise<void>;
}
