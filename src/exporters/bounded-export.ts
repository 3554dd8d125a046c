/**
 * Keeps an exporter's troubles away from the application. Finished spans wait in a bounded queue, in the form in which their
 * exporter sends them, and leave in batches, one at a time and never within a request; what cannot leave is dropped and
 * counted. The SDK's own batch processor cannot say what it drops and why, hence this one: created = exported + dropped +
 * queued + in flight, at any moment.
 */
import type { Clock, Diagnostics } from '../kernel/index.js';
import { within, type ExportState, type FinishedSpan, type SpanProcessorLike } from '../tracing/index.js';
import { unobserved } from './unobserved.js';
import { DeliveryCondition, type DeliverySentences } from './delivery-condition.js';
import type { ExportResult, SpanBatch, SpanExporterLike } from './span-exporter.js';
import { SpanQueue } from './span-queue.js';

export interface BoundedExportOptions {
  /** Called again during a long outage: a fresh connection does not wait out the back-off of the old one. */
  readonly createExporter: () => SpanExporterLike;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
  /** Where spans go, for messages: `http://localhost:4317`. */
  readonly destination: string;
  /** Spans kept at most, waiting and under way together. */
  readonly maxQueueSize: number;
  readonly maxBatchSize: number;
  /** Time between exports, in milliseconds; a full batch leaves at once. */
  readonly scheduleDelayMs: number;
  /** Time one export may take, in milliseconds; the exporter should keep it itself, this is the last resort. */
  readonly exportTimeoutMs: number;
}

type DropReason = 'queue_full' | 'rejected' | 'export_failed' | 'export_timeout' | 'shutdown';

const SIGNAL = 'traces';
// The exporter gets the first chance to give up in good order and to say why.
const TIMEOUT_GRACE_MS = 200;
// gRPC waits up to two minutes between attempts to connect; a receiver that is back should be found sooner.
const RENEW_AFTER_MS = 10_000;

export class BoundedExport implements SpanProcessorLike {
  private readonly options: BoundedExportOptions;
  private readonly counts = { exported: 0, dropped: 0 };
  private readonly queue: SpanQueue;
  private current: ExportUnderWay | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isWakingUp = false;
  private readonly condition: DeliveryCondition;
  private exporter: SpanExporterLike;
  private madeAtMs: number;
  private isOver: Promise<void> | undefined;

  constructor(options: BoundedExportOptions) {
    this.options = options;
    this.condition = new DeliveryCondition({ ...options, signal: SIGNAL, sentences: sentencesOf(options) });
    this.exporter = options.createExporter();
    this.queue = new SpanQueue(options.maxBatchSize, () => this.exporter.createBatch?.() ?? []);
    this.madeAtMs = options.clock.now();
  }

  onStart(): void {}

  onEnd(span: FinishedSpan): void {
    if (this.isOver !== undefined) return this.drop('shutdown', 1);
    if (this.queue.length + this.inFlight >= this.options.maxQueueSize) return this.overflow();
    if (!this.take(span)) return;
    if (this.queue.length >= this.options.maxBatchSize) this.exportSoon();
    else this.exportLater();
  }

  exportState(): ExportState {
    const { inFlight } = this;
    const { isFailing, lastSuccessAtMs } = this.condition;
    return { ...this.counts, queued: this.queue.length, inFlight, lastSuccessAtMs, isFailing };
  }

  /** Sends what is finished by now; returns when it is sent or given up, or after `timeoutMs`. */
  async forceFlush(timeoutMs: number): Promise<void> {
    await within(timeoutMs, this.drain());
  }

  /** Flushes within `timeoutMs`, drops and counts the rest, and closes the exporter. Idempotent, never rejects. */
  shutdown(timeoutMs: number): Promise<void> {
    return (this.isOver ??= this.close(timeoutMs));
  }

  private get inFlight(): number {
    return this.current?.size ?? 0;
  }

  private async close(timeoutMs: number): Promise<void> {
    const startedAtMs = performance.now();
    await within(timeoutMs, this.drain());
    this.stopTimer();
    this.current?.giveUp('shutdown');
    this.drop('shutdown', this.queue.clear());
    const leftMs = Math.max(0, timeoutMs - (performance.now() - startedAtMs));
    await within(leftMs, this.closeExporter(this.exporter));
  }

  private async closeExporter(exporter: SpanExporterLike): Promise<void> {
    try {
      await exporter.shutdown();
    } catch (error) {
      this.options.diagnostics.failed('otlp', 'shutdown', error);
    }
  }

  /** One pass over what is there now: spans that keep arriving must not keep it from ending. */
  private async drain(): Promise<void> {
    await this.current?.settled;
    await this.sendBatches(Math.ceil(this.queue.length / this.options.maxBatchSize));
  }

  private async sendBatches(count: number): Promise<void> {
    if (count === 0 || this.queue.length === 0) return;
    await (this.current ?? this.exportBatch()).settled;
    await this.sendBatches(count - 1);
  }

  private exportLater(): void {
    if (this.timer !== undefined || this.current !== undefined) return;
    this.timer = setTimeout(() => this.exportNow(), this.options.scheduleDelayMs).unref();
  }

  /** A span that cannot be put into the exporter's form is lost alone, not with its batch. */
  private take(span: FinishedSpan): boolean {
    try {
      this.queue.push(span);
      return true;
    } catch (error) {
      this.drop('export_failed', 1);
      this.options.diagnostics.failed('otlp', 'onEnd', error);
      return false;
    }
  }

  private overflow(): void {
    this.drop('queue_full', 1);
    this.condition.overflown();
  }

  /** Not within the request that ended the span: handing a batch over takes up to two milliseconds. */
  private exportSoon(): void {
    if (this.isWakingUp || this.current !== undefined) return;
    this.isWakingUp = true;
    setImmediate(() => {
      this.isWakingUp = false;
      this.exportNow();
    }).unref();
  }

  private exportNow(): void {
    if (this.current === undefined && this.queue.length > 0) this.exportBatch();
  }

  private exportBatch(): ExportUnderWay {
    this.stopTimer();
    const batch = this.queue.takeBatch();
    const { length } = batch;
    const underWay = new ExportUnderWay(length, this.options.exportTimeoutMs + TIMEOUT_GRACE_MS, (outcome) =>
      this.settle(length, outcome),
    );
    this.current = underWay;
    unobserved(() => underWay.begin(this.exporter, batch));
    return underWay;
  }

  private settle(size: number, outcome: ExportOutcome): void {
    this.current = undefined;
    if (outcome.failure === undefined) this.succeeded(size, outcome.refused);
    else this.failed(size, outcome.failure, outcome.error);
    if (this.isOver !== undefined) return;
    // After a failure the next batch waits for its time: an outage must not become a storm.
    if (this.queue.length >= this.options.maxBatchSize && !this.condition.isFailing) this.exportSoon();
    else if (this.queue.length > 0) this.exportLater();
  }

  private succeeded(size: number, told: number): void {
    // Receivers may say anything: what is exported must not fall.
    const refused = Math.min(told, size);
    this.counts.exported += size - refused;
    this.drop('rejected', refused);
    this.condition.succeeded(this.counts.dropped);
  }

  private failed(size: number, reason: DropReason, error: unknown): void {
    this.drop(reason, size);
    if (reason === 'shutdown') return;
    this.renewExporter();
    this.condition.failed(reasonText(reason, error));
  }

  private renewExporter(): void {
    const { clock, createExporter } = this.options;
    if (this.isOver !== undefined || clock.now() - this.madeAtMs < RENEW_AFTER_MS) return;
    this.madeAtMs = clock.now();
    const given = this.exporter;
    this.exporter = createExporter();
    void this.closeExporter(given);
  }

  private drop(reason: DropReason, count: number): void {
    if (count === 0) return;
    this.counts.dropped += count;
    this.options.diagnostics.dropped(SIGNAL, reason, count);
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

type ExportOutcome =
  | { readonly failure: undefined; readonly refused: number }
  | { readonly failure: DropReason; readonly error?: unknown };

/** One batch on its way: over exactly once, by the exporter's answer, by time, or because it was given up. */
class ExportUnderWay {
  readonly settled: Promise<void>;
  private resolve: () => void = () => undefined;
  private isOver = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    readonly size: number,
    timeoutMs: number,
    private readonly onOver: (outcome: ExportOutcome) => void,
  ) {
    this.settled = new Promise((resolve) => (this.resolve = resolve));
    this.timer = setTimeout(() => this.giveUp('export_timeout'), timeoutMs).unref();
  }

  begin(exporter: SpanExporterLike, batch: SpanBatch): void {
    try {
      exporter.export(batch, (result) => this.over(outcomeOf(result)));
    } catch (error) {
      this.over({ failure: 'export_failed', error });
    }
  }

  giveUp(failure: DropReason): void {
    this.over({ failure });
  }

  private over(outcome: ExportOutcome): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.timer);
    this.onOver(outcome);
    this.resolve();
  }
}

const GRPC_DEADLINE_EXCEEDED = 4;

function outcomeOf({ code, error, refused = 0 }: ExportResult): ExportOutcome {
  if (code === 0) return { failure: undefined, refused };
  const isTimeout =
    (error as { code?: unknown } | undefined)?.code === GRPC_DEADLINE_EXCEEDED ||
    /time(d )?out/i.test(error?.message ?? '');
  return { failure: isTimeout ? 'export_timeout' : 'export_failed', error };
}

function sentencesOf({ destination, maxQueueSize }: BoundedExportOptions): DeliverySentences {
  return {
    overflow:
      `Spans end faster than ${destination} takes them; above ${maxQueueSize} waiting they are dropped and counted. ` +
      'Fix: raise traces.maxQueueSize, or lower traces.sampleRatio.',
    failing: (reason) =>
      `Traces cannot be exported to ${destination}: ${reason}. The application is unaffected; ` +
      'spans are dropped and counted until the endpoint answers again.',
    recovered: (dropped) => `Traces are exported to ${destination} again; ${dropped} spans were dropped so far.`,
  };
}

function reasonText(reason: DropReason, error: unknown): string {
  if (error instanceof Error && error.message !== '') return error.message;
  return reason === 'export_timeout' ? 'it did not answer in time' : 'the export failed';
}
