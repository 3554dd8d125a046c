/** Sends the lines of the log to an OTLP receiver, beside standard output. A line becomes bytes when it is written. */
import type { LogsConfig } from '../config/index.js';
import type { Clock, Diagnostics } from '../kernel/index.js';
import type { LogLine } from '../logging/index.js';
import { INSTRUMENTATION_NAME, type ExportState } from '../tracing/index.js';
import { BoundedDelivery } from './bounded-delivery.js';
import { Envelope, Heads } from './otlp-envelope.js';
import { writeLogRecord } from './otlp-log-record.js';
import type { OtlpSender } from './otlp-sender.js';
import type { OtlpResource } from './otlp-span.js';
import { KnownKeys, OtlpWriter } from './otlp-writer.js';

export interface LogExportOptions {
  readonly config: Pick<LogsConfig, 'endpoint' | 'maxQueueSize' | 'maxBatchSize' | 'scheduleDelayMs'>;
  readonly resource: OtlpResource;
  readonly sender: OtlpSender;
  /** Time the last records have to leave, in milliseconds. */
  readonly flushTimeoutMs: number;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
}

const SIGNAL = 'logs';
/** A receiver's usual limit is 4 MiB per request. */
const MAX_BATCH_BYTES = 1024 * 1024;
const MAX_QUEUE_BYTES = 16 * 1024 * 1024;
const RETRY_FOR_MS = 60_000;
const MAX_BACK_OFF_MS = 5000;

export class LogExport {
  private readonly delivery: BoundedDelivery;
  private readonly writer: OtlpWriter;

  constructor(private readonly options: LogExportOptions) {
    const { config, diagnostics, clock, resource, sender } = options;
    const { endpoint: destination, maxQueueSize, maxBatchSize, scheduleDelayMs } = config;
    const keys = new KnownKeys();
    this.writer = new OtlpWriter(keys);
    const envelope = new Envelope(new Heads(new OtlpWriter(keys)), resource, { name: INSTRUMENTATION_NAME });
    this.delivery = new BoundedDelivery({
      signal: SIGNAL,
      destination,
      sink: { deliver: (batch) => sender.send(envelope.around(batch)), close: async () => sender.close() },
      limits: {
        maxQueueSize,
        maxBatchSize,
        scheduleDelayMs,
        maxQueueBytes: MAX_QUEUE_BYTES,
        maxBatchBytes: MAX_BATCH_BYTES,
      },
      retryForMs: RETRY_FOR_MS,
      maxBackOffMs: MAX_BACK_OFF_MS,
      diagnostics,
      clock,
    });
  }

  /** A line as it is written, redacted. */
  take(line: LogLine): void {
    this.writer.rewind(0);
    writeLogRecord(this.writer, line);
    this.delivery.push(Buffer.from(this.writer.view()));
  }

  exportState(): ExportState {
    return this.delivery.exportState();
  }

  close(): Promise<void> {
    return this.delivery.shutdown(this.options.flushTimeoutMs);
  }
}
