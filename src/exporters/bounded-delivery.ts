/**
 * Between the application and whatever takes its records: encoded records wait within two bounds, leave in batches, one at a time and
 * never within a request, and are tried again when they fail. What cannot leave is dropped and counted:
 * taken = exported + dropped + queued + in flight, at any moment.
 */
import type { QueueConfig } from '../config/index.js';
import type { Clock, Diagnostics } from '../kernel/index.js';
import { within, type ExportState } from '../tracing/index.js';
import { DeliveryCondition, type DeliverySentences } from './delivery-condition.js';
import { asDeliveryError, type DeliveryError, type LossReason } from './delivery-error.js';
import { RecordQueue } from './record-queue.js';
import { Retry } from './retry.js';
import { unobserved } from './unobserved.js';

/** Where records go. */
export interface DeliverySink {
  /**
   * The same list again is the same batch, tried again. Resolves with how many of its records the receiver refused for good.
   * @throws DeliveryError when nothing of it was taken
   */
  deliver(batch: readonly Buffer[]): Promise<number>;
  /** Lets go of files and connections, also of those in use. */
  close(): Promise<void>;
}

export interface BoundedDeliveryOptions {
  /** Label of its metrics. */
  readonly signal: string;
  /** Where records go, for messages. */
  readonly destination: string;
  readonly limits: QueueConfig;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
  readonly sink: DeliverySink;
  /** How long a batch is tried again, in milliseconds. */
  readonly retryForMs: number;
  /** Between two tries, in milliseconds. */
  readonly maxBackOffMs: number;
}

interface Batch {
  readonly records: readonly Buffer[];
  readonly bytes: number;
  settled: Promise<void>;
  isOver: boolean;
}

export class BoundedDelivery {
  private readonly options: BoundedDeliveryOptions;
  private readonly counts = { exported: 0, dropped: 0 };
  private readonly queue = new RecordQueue();
  private readonly retry: Retry;
  private readonly condition: DeliveryCondition;
  private current: Batch | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isWakingUp = false;
  private isOver: Promise<void> | undefined;

  constructor(options: BoundedDeliveryOptions) {
    this.options = options;
    const { retryForMs, maxBackOffMs } = options;
    const condition = (this.condition = new DeliveryCondition({ ...options, sentences: sentencesOf(options) }));
    this.retry = new Retry({ retryForMs, maxBackOffMs, onFailure: ({ message }) => condition.failed(message) });
  }

  push(record: Buffer): void {
    const { maxQueueSize, maxQueueBytes } = this.options.limits;
    if (this.isOver !== undefined) return this.drop('shutdown', 1);
    const [count, bytes] = [this.queue.length + this.inFlight, this.queue.bytes + (this.current?.bytes ?? 0)];
    if (count >= maxQueueSize || bytes + record.length > maxQueueBytes) return this.overflow();
    this.queue.push(record);
    if (this.isBatchFull) this.deliverSoon();
    else this.deliverLater();
  }

  /** A record that never became one, such as one that is too large: it counts, too. */
  refuse(reason: LossReason): void {
    this.drop(reason, 1);
  }

  exportState(): ExportState {
    const { inFlight } = this;
    const { isFailing, lastSuccessAtMs } = this.condition;
    return { ...this.counts, queued: this.queue.length, inFlight, lastSuccessAtMs, isFailing };
  }

  /** Delivers within `timeoutMs`, drops and counts the rest, and closes the sink. Idempotent, never rejects. */
  shutdown(timeoutMs: number): Promise<void> {
    return (this.isOver ??= this.close(timeoutMs));
  }

  private get inFlight(): number {
    return this.current?.records.length ?? 0;
  }

  private get isBatchFull(): boolean {
    const { maxBatchSize, maxBatchBytes } = this.options.limits;
    return this.queue.length >= maxBatchSize || this.queue.bytes >= maxBatchBytes;
  }

  private async close(timeoutMs: number): Promise<void> {
    const startedAtMs = performance.now();
    this.retry.finish();
    await within(timeoutMs, this.drain());
    this.stopTimer();
    this.giveUpCurrent();
    this.drop('shutdown', this.queue.clear());
    const leftMs = Math.max(0, timeoutMs - (performance.now() - startedAtMs));
    await within(leftMs, this.closeSink());
  }

  private giveUpCurrent(): void {
    const { current } = this;
    if (current !== undefined) this.settle(current, () => this.drop('shutdown', current.records.length));
  }

  private async closeSink(): Promise<void> {
    const { sink, diagnostics, signal } = this.options;
    try {
      await sink.close();
    } catch (error) {
      diagnostics.failed(signal, 'shutdown', error);
    }
  }

  /** Until nothing waits or a batch fails: nobody adds records by now. */
  private async drain(): Promise<void> {
    await this.current?.settled;
    if (this.queue.length === 0) return;
    await this.deliverBatch();
    if (!this.condition.isFailing) await this.drain();
  }

  private deliverLater(): void {
    if (this.timer !== undefined || this.current !== undefined) return;
    this.timer = setTimeout(() => this.deliverNow(), this.options.limits.scheduleDelayMs).unref();
  }

  /** Not within the request whose record filled the batch. */
  private deliverSoon(): void {
    if (this.isWakingUp || this.current !== undefined) return;
    this.isWakingUp = true;
    setImmediate(() => {
      this.isWakingUp = false;
      this.deliverNow();
    }).unref();
  }

  private deliverNow(): void {
    if (this.current === undefined && this.queue.length > 0) void this.deliverBatch();
  }

  private deliverBatch(): Promise<void> {
    this.stopTimer();
    const { maxBatchSize, maxBatchBytes } = this.options.limits;
    const before = this.queue.bytes;
    const records = this.queue.take(maxBatchSize, maxBatchBytes);
    const batch: Batch = { records, bytes: before - this.queue.bytes, settled: Promise.resolve(), isOver: false };
    this.current = batch;
    batch.settled = this.deliver(batch);
    return batch.settled;
  }

  private async deliver(batch: Batch): Promise<void> {
    const { sink } = this.options;
    try {
      const refused = await this.retry.run(() => unobserved(() => sink.deliver(batch.records)));
      this.settle(batch, () => this.succeeded(batch.records.length, refused));
    } catch (error) {
      this.settle(batch, () => this.failed(batch.records.length, asDeliveryError(error)));
    }
  }

  /** Once: an answer that comes after the batch was given up changes nothing. */
  private settle(batch: Batch, account: () => void): void {
    if (batch.isOver) return;
    batch.isOver = true;
    this.current = undefined;
    account();
    if (this.isOver !== undefined) return;
    // After a failure the next batch waits for its time: an outage must not become a storm.
    if (this.isBatchFull && !this.condition.isFailing) this.deliverSoon();
    else if (this.queue.length > 0) this.deliverLater();
  }

  private succeeded(count: number, told: number): void {
    // Receivers may say anything: what is exported must not fall.
    const refused = Math.min(told, count);
    this.counts.exported += count - refused;
    this.drop('rejected', refused);
    this.condition.succeeded(this.counts.dropped);
  }

  private failed(count: number, { isTransient, reason, message }: DeliveryError): void {
    const isLate = this.isOver !== undefined && isTransient;
    this.drop(isLate ? 'shutdown' : reason, count);
    this.condition.failed(message);
  }

  private overflow(): void {
    this.drop('queue_full', 1);
    this.condition.overflown();
  }

  private drop(reason: LossReason, count: number): void {
    if (count === 0) return;
    this.counts.dropped += count;
    this.options.diagnostics.dropped(this.options.signal, reason, count);
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

function sentencesOf({ signal, destination, limits }: BoundedDeliveryOptions): DeliverySentences {
  return {
    overflow:
      `Records of ${signal} come faster than ${destination} takes them; above ${limits.maxQueueSize} records or ` +
      `${limits.maxQueueBytes} bytes they are dropped and counted. Fix: raise maxQueueSize and maxQueueBytes, or send less.`,
    failing: (reason) =>
      `Records of ${signal} do not reach ${destination}: ${reason}. The application is unaffected; records wait, and what is ` +
      'more than the queue takes is dropped and counted, until it is over.',
    recovered: (dropped) => `Records of ${signal} reach ${destination} again; ${dropped} were dropped so far.`,
  };
}
