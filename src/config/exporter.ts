/** Exporters as they were decided: without optionals. */
import type { TelemetryEventName } from '../kernel/index.js';
import type { TelemetryRecord } from './exporter.options.js';

/** One exporter as it is settled. */
export type ExporterConfig = FileExporterConfig | WebhookExporterConfig | ConsoleExporterConfig;

/** Which records an exporter takes. */
export interface RecordSelection {
  readonly name: string;
  readonly events: readonly TelemetryEventName[];
  readonly operations: 'entries' | 'all';
  /** True for what is to be sent. */
  readonly filter: ((record: TelemetryRecord) => boolean) | undefined;
  readonly sampleRatio: number;
  readonly alwaysErrors: boolean;
  readonly maxRecordBytes: number;
}

/** How much may wait for an exporter, and how much it sends at once. */
export interface QueueConfig {
  readonly maxQueueSize: number;
  readonly maxQueueBytes: number;
  readonly maxBatchSize: number;
  readonly maxBatchBytes: number;
  readonly scheduleDelayMs: number;
}

export interface FileExporterConfig extends RecordSelection, QueueConfig {
  readonly type: 'file';
  readonly path: string;
  readonly maxFileBytes: number;
  /** 0: never. */
  readonly rotateEveryMs: number;
  readonly maxFiles: number;
}

export interface WebhookExporterConfig extends RecordSelection, QueueConfig {
  readonly type: 'webhook';
  readonly url: string;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly compression: 'none' | 'gzip';
  readonly timeoutMs: number;
  readonly retryForMs: number;
}

export interface ConsoleExporterConfig extends RecordSelection {
  readonly type: 'console';
  readonly format: 'line' | 'tree';
}
