import { Injectable, Logger } from '@nestjs/common';
import { Counted } from 'nestjs-observability';
import type { User } from '../auth/user.js';
import { InvalidTransition } from '../common/domain-error.js';
import { LiveSessions } from './live-sessions.js';
import { SessionAccess } from './session-access.js';
import type { Session } from './session.js';
import { SessionsRepository } from './sessions.repository.js';

@Injectable()
export class SessionsService {
  private readonly logger = new Logger(SessionsService.name);

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly access: SessionAccess,
    private readonly live: LiveSessions,
  ) {}

  @Counted('desk_sessions_opened_total', { count: 'ok', help: 'Sessions that users opened.' })
  async open(user: User, title: string): Promise<Session> {
    const session = await this.sessions.insert({ ownerId: user.id, title });
    this.live.opened(session, user);
    this.logger.log(`${user.id} opened session ${session.id}`);
    return session;
  }

  list(user: User): Promise<Session[]> {
    return this.sessions.list(user.id);
  }

  find(user: User, id: string): Promise<Session> {
    return this.access.check(user, id);
  }

  /** Its client still shows it to somebody. */
  async heartbeat(user: User, id: string): Promise<void> {
    await this.access.checkOpen(user, id);
    this.live.heartbeat(id);
  }

  async close(user: User, id: string): Promise<Session> {
    const closed = await this.end(user, id);
    this.live.closed(id);
    return closed;
  }

  /** Closes it and keeps what was decided: retention passes it by. */
  async archive(user: User, id: string): Promise<Session> {
    const closed = await this.end(user, id);
    await this.sessions.keep(id);
    this.live.archived(id);
    return { ...closed, isKept: true };
  }

  private async end(user: User, id: string): Promise<Session> {
    await this.access.check(user, id);
    const closed = await this.sessions.close(id, new Date());
    if (closed === undefined) throw new InvalidTransition(`Session ${id} is closed already.`);
    return closed;
  }
}
