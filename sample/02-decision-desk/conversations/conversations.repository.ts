import { Injectable } from '@nestjs/common';
import { asc, desc, eq } from 'drizzle-orm';
import { Traced } from 'nestjs-observability';
import { NotFound } from '../common/domain-error.js';
import { DatabaseService } from '../database/database.service.js';
import { conversations, messages } from '../database/schema.js';
import type { Conversation, Exchange, Message, NewConversation, NewMessage } from './conversation.js';

@Traced()
@Injectable()
export class ConversationsRepository {
  constructor(private readonly database: DatabaseService) {}

  async insert(conversation: NewConversation): Promise<Conversation> {
    const [inserted] = await this.database.queries.insert(conversations).values(conversation).returning();
    return inserted!;
  }

  /** Throws `NotFound`. */
  async find(id: string): Promise<Conversation> {
    const [found] = await this.database.queries.select().from(conversations).where(eq(conversations.id, id));
    if (found === undefined) throw new NotFound('conversation', id);
    return found;
  }

  /** The last `limit` messages, the oldest of them first. */
  async lastMessages(conversationId: string, limit: number): Promise<Message[]> {
    const ofConversation = eq(messages.conversationId, conversationId);
    const newestFirst = this.database.queries.select().from(messages).where(ofConversation).orderBy(desc(messages.id));
    return (await newestFirst.limit(limit)).toReversed();
  }

  async allMessages(conversationId: string): Promise<Message[]> {
    const ofConversation = eq(messages.conversationId, conversationId);
    return this.database.queries.select().from(messages).where(ofConversation).orderBy(asc(messages.id));
  }

  async saveExchange(conversationId: string, question: NewMessage, answer: NewMessage): Promise<Exchange> {
    const rows = [question, answer].map((message) => ({ ...message, conversationId }));
    const saved = await this.database.queries.insert(messages).values(rows).returning();
    return { question: saved[0]!, answer: saved[1]! };
  }
}
