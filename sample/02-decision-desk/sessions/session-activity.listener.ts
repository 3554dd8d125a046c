/** Keeps a session's last activity up to date, away from the request that caused it. */
import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { MessageSent } from '../conversations/message-sent.event.js';
import { SessionsRepository } from './sessions.repository.js';

@Injectable()
export class SessionActivityListener {
  constructor(private readonly sessions: SessionsRepository) {}

  @OnEvent(MessageSent.type)
  async onMessageSent({ sessionId, sentAt }: MessageSent): Promise<void> {
    await this.sessions.touch(sessionId, sentAt);
  }
}
