/**
 * The audit trail at work: every entry becomes a line and is written, whatever levels, sampling and flood limits say of other
 * lines. What cannot be written is kept, said aloud and tried again; beyond the bound it is counted as dropped, never silently.
 */
import { errorMessageOf, type Diagnostics } from '../../kernel/index.js';
import type { AuditDestination } from './audit-destination.js';
import type { AuditEntry } from './audit-entry.js';
import { AuditQueue } from './audit-queue.js';

export interface AuditTrailOptions {
  readonly destination: AuditDestination;
  /** A line, with its end, as of now. */
  readonly lineOf: (entry: AuditEntry) => string;
  readonly diagnostics: Diagnostics;
  /** Says aloud that records wait or are lost, and when that is over. */
  readonly alarm: (message: string) => void;
}

const MAX_LINES = 10_000;
const MAX_LENGTH = 16 * 1024 * 1024;
const RETRY_AFTER_MS = 1000;

export class AuditTrail {
  private readonly queue = new AuditQueue(MAX_LINES, MAX_LENGTH);
  private writing: Promise<void> | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private isFailing = false;
  private acceptedCount = 0;
  private lost = 0;
  private readonly atExit = (): void => this.writeLast();

  constructor(private readonly options: AuditTrailOptions) {
    process.on('exit', this.atExit);
  }

  record(entry: AuditEntry): void {
    const line = this.options.diagnostics.safely('audit', 'record', () => this.options.lineOf(entry), undefined);
    if (line === undefined) this.giveUp('unreadable', 1);
    else if (!this.queue.add(line)) this.giveUp('queue_full', 1);
    else this.accept();
  }

  /** Resolves when what was recorded before is written: true, or false when that fails at present. */
  flush(): Promise<boolean> {
    return this.isWritten(this.acceptedCount);
  }

  /** Writes what is left, or counts it as dropped when that fails or takes too long. */
  async close(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    await Promise.race([this.flush(), timeIsUp]).finally(() => clearTimeout(timer));
    clearTimeout(this.retryTimer);
    process.off('exit', this.atExit);
    this.giveUp('unwritten', this.queue.size);
    this.queue.drop(this.queue.size);
    // A file whose write hangs could not be closed either.
    if (this.writing === undefined) await this.options.destination.close();
  }

  private accept(): void {
    this.acceptedCount++;
    if (this.writing === undefined && this.retryTimer === undefined) this.write();
  }

  private async isWritten(count: number): Promise<boolean> {
    if (this.writing === undefined && this.queue.size > 0) this.write();
    await this.writing;
    const isDone = this.acceptedCount - this.queue.size >= count;
    return isDone || this.isFailing ? isDone : this.isWritten(count);
  }

  private write(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = undefined;
    try {
      const written = this.options.destination.write(this.queue);
      if (written === undefined) this.wrote();
      else this.writing = written.then(this.wrote, this.failed).then(() => this.writeRest());
    } catch (error) {
      this.failed(error);
    }
  }

  private writeRest(): void {
    this.writing = undefined;
    if (this.queue.size > 0 && this.retryTimer === undefined) this.write();
  }

  private readonly wrote = (): void => {
    if (!this.isFailing && this.lost === 0) return;
    this.isFailing = false;
    const loss = this.lost === 0 ? 'no record was lost' : `${this.lost} records were lost`;
    this.lost = 0;
    this.options.alarm(`The audit trail is written again; ${loss}.`);
  };

  private readonly failed = (error: unknown): void => {
    this.options.diagnostics.failed('audit', 'write', error);
    this.retryTimer = setTimeout(() => this.write(), RETRY_AFTER_MS).unref();
    if (this.isFailing) return;
    this.isFailing = true;
    this.options.alarm(
      `The audit trail cannot be written: ${textOf(error)}. Up to ${MAX_LINES} records are kept and tried again.`,
    );
  };

  private giveUp(reason: string, count: number): void {
    if (count === 0) return;
    this.options.diagnostics.dropped('audit', reason, count);
    if (this.lost === 0)
      this.options.alarm(`Records of the audit trail are lost (${reason}): observability_dropped_total counts them.`);
    this.lost += count;
  }

  /** A record whose writing is under way may be written twice; better than not at all. */
  private writeLast(): void {
    try {
      if (this.queue.size > 0) this.options.destination.writeSync(this.queue);
    } catch (error) {
      this.options.alarm(`${this.queue.size} records of the audit trail are lost: ${textOf(error)}`);
    }
  }
}

function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return errorMessageOf(error);
  }
}
