/** Where the audit trail goes. A destination takes lines off the queue as it has written them; what throws stays queued. */
import type { LineDestination } from '../standard-output.js';
import type { AuditQueue } from './audit-queue.js';

export interface AuditDestination {
  /** Writes what is queued, or the first of it. A promise, where it takes time, settles when that is written for good. */
  write(queue: AuditQueue): void | Promise<void>;
  /** The same at once, when the process is about to exit. */
  writeSync(queue: AuditQueue): void;
  close(): Promise<void> | void;
}

/** A stream of the user's, or the application's log. */
export class AuditStream implements AuditDestination {
  constructor(private readonly stream: LineDestination) {}

  /** Of a stream that gives a promise the line stays queued until that is kept. */
  write(queue: AuditQueue): void | Promise<void> {
    while (queue.size > 0) {
      const written = this.writeFirst(queue);
      if (typeof written === 'object' && written !== null) return this.writeRest(queue, written);
      queue.drop(1);
    }
  }

  writeSync(queue: AuditQueue): void {
    for (; queue.size > 0; queue.drop(1)) this.writeFirst(queue);
    this.stream.flushSync?.();
  }

  /** A stream of the user's is the user's to close. */
  close(): void {
    this.stream.flushSync?.();
  }

  private writeFirst(queue: AuditQueue): unknown {
    this.refuseIfEnded();
    return this.stream.write(queue.first(0)[0]!);
  }

  private async writeRest(queue: AuditQueue, written: object): Promise<void> {
    await written;
    queue.drop(1);
    await this.write(queue);
  }

  /** Node's streams would take the line and lose it. */
  private refuseIfEnded(): void {
    const { destroyed, writableEnded } = this.stream as { destroyed?: boolean; writableEnded?: boolean };
    if (destroyed === true || writableEnded === true) throw new Error('the stream has been closed');
  }
}
