import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { Traced } from 'nestjs-observability';
import { NotFound } from '../common/domain-error.js';
import { DatabaseService } from '../database/database.service.js';
import { documents } from '../database/schema.js';
import type { Document } from './document.js';

@Traced()
@Injectable()
export class DocumentsRepository {
  constructor(private readonly database: DatabaseService) {}

  async insert(cycleId: string): Promise<Document> {
    const [inserted] = await this.database.queries.insert(documents).values({ cycleId }).returning();
    return inserted!;
  }

  /** Throws `NotFound`. */
  async find(id: string): Promise<Document> {
    const [found] = await this.database.queries.select().from(documents).where(eq(documents.id, id));
    if (found === undefined) throw new NotFound('document', id);
    return found;
  }

  async finish(id: string, result: Pick<Document, 'content'> | Pick<Document, 'failure'>): Promise<void> {
    await this.database.queries.update(documents).set(result).where(eq(documents.id, id));
  }
}
