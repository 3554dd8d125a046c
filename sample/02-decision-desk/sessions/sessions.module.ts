import { Module } from '@nestjs/common';
import { LiveSessions } from './live-sessions.js';
import { RetentionJob } from './retention.job.js';
import { SessionAccess } from './session-access.js';
import { SessionActivityListener } from './session-activity.listener.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

@Module({
  controllers: [SessionsController],
  providers: [SessionsService, SessionsRepository, SessionAccess, LiveSessions, SessionActivityListener, RetentionJob],
  exports: [SessionAccess, LiveSessions],
})
export class SessionsModule {}
