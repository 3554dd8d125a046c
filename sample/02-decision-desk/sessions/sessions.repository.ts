import { Injectable } from '@nestjs/common';
import { and, desc, eq, isNull, lt, or } from 'drizzle-orm';
import { Traced } from 'nestjs-observability';
import { InvalidTransition } from '../common/domain-error.js';
import { isDuplicate } from '../database/duplicate.js';
import { DatabaseService } from '../database/database.service.js';
import { sessions } from '../database/schema.js';
import type { NewSession, Session } from './session.js';

const maxListed = 50;

@Traced()
@Injectable()
export class SessionsRepository {
  constructor(private readonly database: DatabaseService) {}

  /** Throws `InvalidTransition` when the user has an open session of this title already: a double click is one session. */
  async insert(session: NewSession): Promise<Session> {
    try {
      const [inserted] = await this.database.queries.insert(sessions).values(session).returning();
      return inserted!;
    } catch (error) {
      throw isDuplicate(error) ? new InvalidTransition(`A session "${session.title}" is open already.`) : error;
    }
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

  async keep(id: string): Promise<void> {
    await this.database.queries.update(sessions).set({ isKept: true }).where(eq(sessions.id, id));
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.database.queries.update(sessions).set({ lastActiveAt: at }).where(eq(sessions.id, id));
  }

  /** Removes what was closed before, with everything below it, and what was kept before; returns how many sessions. */
  async removeClosedBefore(at: Date, keptBefore: Date): Promise<number> {
    const isOld = or(and(lt(sessions.closedAt, at), eq(sessions.isKept, false)), lt(sessions.closedAt, keptBefore));
    return (await this.database.queries.delete(sessions).where(isOld).returning({ id: sessions.id })).length;
  }
}
