/** What a user may say in `exporters`, and the record that every one of them sends. */
import type { TelemetryEventName } from '../kernel/index.js';

/**
 * One telemetry event as exporters send it: JSON with the ids of our log lines. What is not known is left out, everything is redacted.
 *
 * @example
 * ```ts
 * const isPaid = ({ name, duration_ms = 0 }: TelemetryRecord): boolean => name === 'POST /payments' && duration_ms > 1_000;
 *
 * ObservabilityModule.forRoot({ exporters: [{ type: 'file', path: 'slow-payments.jsonl', filter: isPaid }] });
 * ```
 */
export interface TelemetryRecord {
  /** When it happened, ISO 8601; of operations the end, of `operation.start` the start. */
  readonly timestamp: string;
  readonly event: TelemetryEventName;
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly request_id?: string;
  readonly correlation_id?: string;
  readonly user_id?: string;
  readonly session_id?: string;
  /** Of the operation: `http.server`, `queue.process`, … */
  readonly kind?: string;
  /** Of the operation (`GET /orders/:id`), the check, the objective or the model. */
  readonly name?: string;
  readonly outcome?: 'ok' | 'error' | 'canceled';
  readonly duration_ms?: number;
  /** Of operations under OpenTelemetry's names, of other events under their own in snake case. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly error?: TelemetryRecordError;
  /** True where attributes were left out and texts cut to keep the record within `maxRecordBytes`. */
  readonly truncated?: true;
}

/** The error of a record. */
export interface TelemetryRecordError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  /** The same for the same fault, on every machine. */
  readonly fingerprint: string;
}

/**
 * Where telemetry records go besides OTLP: a file, a webhook, or the application's log.
 *
 * @example
 * ```ts
 * const exporters: ExporterOptions[] = [
 *   { type: 'file', path: 'logs/telemetry.jsonl' },
 *   { type: 'webhook', url: 'https://hooks.example/telemetry', secret: 'whsec_c2VjcmV0', events: ['slo.burn'] },
 * ];
 *
 * ObservabilityModule.forRoot({ exporters });
 * ```
 */
export type ExporterOptions = FileExporterOptions | WebhookExporterOptions | ConsoleExporterOptions;

interface EveryExporterOptions {
  /** Label `signal` of its metrics; two exporters must not share it. @default its type */
  readonly name?: string;
  /**
   * Which events it sends.
   * @default ['operation.end', 'operation.error', 'performance.slow', 'health.changed', 'slo.burn', 'memory.pressure']
   */
  readonly events?: readonly TelemetryEventName[];
  /**
   * `entries`: of operations only those with which work begins: requests, messages, jobs, cron runs. An error is always sent with the
   * operation that met it. @default 'entries'
   */
  readonly operations?: 'entries' | 'all';
  /** Code only: true for what is to be sent. One that throws sends. */
  readonly filter?: (record: TelemetryRecord) => boolean;
  /** Share of traces whose operations are sent, 0 to 1: all records of a trace or none. @default 1 */
  readonly sampleRatio?: number;
  /** Failed operations are sent whatever the ratio. @default true */
  readonly alwaysErrors?: boolean;
  /** A larger record loses attributes and the ends of its texts. @default 65536 */
  readonly maxRecordBytes?: number;
}

interface QueuedExporterOptions extends EveryExporterOptions {
  /** Records waiting or under way, at most; more are dropped and counted. @default 4096 */
  readonly maxQueueSize?: number;
  /** Bytes of them, at most. @default 8388608 */
  readonly maxQueueBytes?: number;
  /** Records sent at once. @default 512 */
  readonly maxBatchSize?: number;
  /** Bytes sent at once. @default 1048576 */
  readonly maxBatchBytes?: number;
  /** Time between two batches, in milliseconds; a full batch leaves at once. @default 1000 */
  readonly scheduleDelayMs?: number;
}

/** JSON lines. One process per file: two that rotate the same would mix up its numbers. */
export interface FileExporterOptions extends QueuedExporterOptions {
  readonly type: 'file';
  /** Folders are made where they are missing. */
  readonly path: string;
  /** Size at which the file becomes `<path>.1`, the one before `<path>.2`, and so on. @default 67108864 */
  readonly maxFileBytes?: number;
  /** Also when this time is over, counted from midnight UTC, in milliseconds; 0 is never. @default 86400000 */
  readonly rotateEveryMs?: number;
  /** Files in all, the current one included; the oldest is removed. @default 8 */
  readonly maxFiles?: number;
}

/** Signed batches over HTTP, as Standard Webhooks 1.0 has it (https://www.standardwebhooks.com). */
export interface WebhookExporterOptions extends QueuedExporterOptions {
  readonly type: 'webhook';
  readonly url: string;
  /** Key of the signature: `whsec_` and base64, or any other text. */
  readonly secret: string;
  /** More headers, such as an API key. @default {} */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default 'none' */
  readonly compression?: 'none' | 'gzip';
  /** Time one request may take, TLS included, in milliseconds. @default 10000 */
  readonly timeoutMs?: number;
  /** A batch that cannot be delivered is tried again for this long, in milliseconds; then it is dropped and counted. @default 300000 */
  readonly retryForMs?: number;
}

/** Lines of the application's log, for development. */
export interface ConsoleExporterOptions extends EveryExporterOptions {
  readonly type: 'console';
  /** `tree` prints each finished trace instead, the same as `traces.tree`. @default 'line' */
  readonly format?: 'line' | 'tree';
}
