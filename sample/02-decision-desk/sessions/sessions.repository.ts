import { Injectable } from '@nestjs/common';
import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import { Traced } from 'nestjs-observability';
import { DatabaseService } from '../database/database.service.js';
import { sessions } from '../database/schema.js';
import type { NewSession, Session } from './session.js';

const maxListed = 50;

@Traced()
@Injectable()
export class SessionsRepository {
  constructor(private readonly database: DatabaseService) {}

  async insert(session: NewSession): Promise<Session> {
    const [inserted] = await this.database.queries.insert(sessions).values(session).returning();
    return inserted!;
  }

  async find(id: string): Promise<Session | undefined> {
    const [found] = await this.database.queries.select().from(sessions).where(eq(sessions.id, id));
    return found;
  }

  /** The user's sessions, the newest first. */
  async list(ownerId: string): Promise<Session[]> {
    const owned = this.database.queries.select().from(sessions).where(eq(sessions.ownerId, ownerId));
    return owned.orderBy(desc(sessions.openedAt)).limit(maxListed);
  }

  /** Undefined when the session is closed already. */
  async close(id: string, at: Date): Promise<Session | undefined> {
    const isOpen = and(eq(sessions.id, id), isNull(sessions.closedAt));
    const [closed] = await this.database.queries.update(sessions).set({ closedAt: at }).where(isOpen).returning();
    return closed;
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.database.queries.update(sessions).set({ lastActiveAt: at }).where(eq(sessions.id, id));
  }

  /** Removes what was closed before, with everything below it; returns how many sessions that were. */
  async removeClosedBefore(at: Date): Promise<number> {
    const isOld = lt(sessions.closedAt, at);
    return (await this.database.queries.delete(sessions).where(isOld).returning({ id: sessions.id })).length;
  }
}
