/** Several instances: BullMQ on Redis, any of them writes. */
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Queue, Worker, type ConnectionOptions } from 'bullmq';
import type { DocumentJob } from './document.js';
import { DocumentQueue, type WriteDocument } from './document-queue.js';

const name = 'documents';
/** More than there are helpers: while one writes, the next decision is read from the database. */
const concurrency = 3;
/** Finished jobs say nothing that the document does not. */
const keepNone = { removeOnComplete: true, removeOnFail: true };

export class BullDocumentQueue extends DocumentQueue implements OnApplicationShutdown {
  private readonly logger = new Logger(BullDocumentQueue.name);
  private readonly connection: ConnectionOptions;
  private readonly queue: Queue<DocumentJob>;
  private worker: Worker<DocumentJob> | undefined;

  constructor(url: string) {
    super();
    this.connection = { url, maxRetriesPerRequest: null } as ConnectionOptions;
    this.queue = new Queue(name, { connection: this.connection, defaultJobOptions: keepNone });
    this.queue.on('error', this.warn);
  }

  workWith(write: WriteDocument): void {
    this.worker = new Worker(name, ({ data }) => write(data), { connection: this.connection, concurrency });
    this.worker.on('error', this.warn);
  }

  async add(job: DocumentJob): Promise<void> {
    await this.queue.add('write', job);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker?.close();
    await this.queue.close();
  }

  private readonly warn = ({ message }: Error): void => this.logger.warn(`Redis: ${message}`);
}
