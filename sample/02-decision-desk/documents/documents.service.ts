/** Takes requests for documents, and writes them when the queue says so. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Traced } from 'nestjs-observability';
import type { User } from '../auth/user.js';
import { CyclesRepository } from '../cycles/cycles.repository.js';
import { CyclesService } from '../cycles/cycles.service.js';
import type { Document, DocumentJob } from './document.js';
import { DocumentQueue } from './document-queue.js';
import { DocumentWriters } from './document-writers.js';
import { DocumentsRepository } from './documents.repository.js';

@Traced()
@Injectable()
export class DocumentsService implements OnApplicationBootstrap {
  constructor(
    private readonly documents: DocumentsRepository,
    private readonly cycles: CyclesService,
    private readonly cycleRows: CyclesRepository,
    private readonly queue: DocumentQueue,
    private readonly writers: DocumentWriters,
  ) {}

  /** The database is open by now. */
  onApplicationBootstrap(): void {
    this.queue.workWith((job) => this.write(job));
  }

  async request(user: User, cycleId: string): Promise<Document> {
    await this.cycles.find(user, cycleId);
    const document = await this.documents.insert(cycleId);
    await this.queue.add({ documentId: document.id });
    return document;
  }

  async find(user: User, id: string): Promise<Document> {
    const document = await this.documents.find(id);
    await this.cycles.find(user, document.cycleId);
    return document;
  }

  /** Throws what the writer does, after it has been noted. */
  async write({ documentId }: DocumentJob): Promise<void> {
    const { cycleId } = await this.documents.find(documentId);
    const cycle = await this.cycleRows.find(cycleId);
    try {
      await this.documents.finish(documentId, { content: await this.writers.write(cycle) });
    } catch (error) {
      await this.documents.finish(documentId, { failure: String(error) });
      throw error;
    }
  }
}
