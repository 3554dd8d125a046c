/** What an exporter is to us: OpenTelemetry's span exporter by structure, so that any version of its packages fits. */
import type { FinishedSpan } from '../tracing/index.js';

/** `code` 0 is success, 1 is failure. */
export interface ExportResult {
  readonly code: number;
  readonly error?: Error;
}

export interface SpanExporterLike {
  export(spans: FinishedSpan[], done: (result: ExportResult) => void): void;
  shutdown(): Promise<void>;
}
