/** Who may touch a session and what hangs below it: its owner, and every facilitator. */
import { Injectable } from '@nestjs/common';
import { SpanAttribute, Traced } from 'nestjs-observability';
import type { User } from '../auth/user.js';
import { AccessDenied, InvalidTransition, NotFound } from '../common/domain-error.js';
import type { Session } from './session.js';
import { SessionsRepository } from './sessions.repository.js';

@Injectable()
export class SessionAccess {
  constructor(private readonly sessions: SessionsRepository) {}

  /** Throws `NotFound` or `AccessDenied`. */
  @Traced('access check')
  async check(user: User, @SpanAttribute('desk.session_id') sessionId: string): Promise<Session> {
    const session = await this.sessions.find(sessionId);
    if (session === undefined) throw new NotFound('session', sessionId);
    if (session.ownerId === user.id || user.role === 'facilitator') return session;
    throw new AccessDenied(`Session ${sessionId} belongs to somebody else.`);
  }

  /** As `check`, and throws `InvalidTransition` when the session is closed. */
  async checkOpen(user: User, sessionId: string): Promise<Session> {
    const session = await this.check(user, sessionId);
    if (session.closedAt !== null) throw new InvalidTransition(`Session ${sessionId} is closed.`);
    return session;
  }
}
