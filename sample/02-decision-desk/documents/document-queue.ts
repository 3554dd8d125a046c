/** Documents that are to be written, one after the other. The abstract class is also the token to inject. */
import type { QueuesInstrument } from 'nestjs-observability/instruments';
import type { DocumentJob } from './document.js';

export type WriteDocument = (job: DocumentJob) => Promise<void>;

export abstract class DocumentQueue {
  /** Called once, before the first job. */
  abstract workWith(write: WriteDocument): void;
  abstract add(job: DocumentJob): Promise<void>;
}

interface Waiting {
  readonly job: DocumentJob;
  readonly enqueuedAtMs: number;
}

/** One instance: what waits, waits in its memory. */
export class LocalDocumentQueue extends DocumentQueue {
  private readonly waiting: Waiting[] = [];
  private readonly queue;
  private write: WriteDocument | undefined;
  private isWorking = false;

  constructor(queues: QueuesInstrument) {
    super();
    this.queue = queues.queue('documents');
    this.queue.watchDepth(() => this.waiting.length);
  }

  workWith(write: WriteDocument): void {
    this.write = write;
  }

  async add(job: DocumentJob): Promise<void> {
    this.waiting.push({ job, enqueuedAtMs: Date.now() });
    if (!this.isWorking) void this.work();
  }

  private async work(): Promise<void> {
    this.isWorking = true;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) await this.run(next);
    this.isWorking = false;
  }

  // #region job
  /** The document says what went wrong, and so do the job's span and its log line. */
  private async run({ job, enqueuedAtMs }: Waiting): Promise<void> {
    const about = { enqueuedAtMs, id: job.documentId };
    await this.queue.job('write', about, () => this.write!(job)).catch(() => undefined);
  }
  // #endregion
}
