/** The decision desk: one module per feature, and the one import that makes them observable. */
import { Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import { ObservabilityModule } from 'nestjs-observability';
import { AiModule } from './ai/ai.module.js';
import { AuthModule } from './auth/auth.module.js';
import type { User } from './auth/user.js';
import { CommonModule } from './common/common.module.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { CyclesModule } from './cycles/cycles.module.js';
import { DatabaseModule } from './database/database.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { TrafficModule } from './traffic/traffic.module.js';

const slowRequestMs = 1_000;

@Module({
  imports: [
    ObservabilityModule.forRoot({
      service: { name: 'decision-desk' },
      traces: { tree: true, responseHeader: true },
      http: { slowMs: slowRequestMs },
      identify: ({ user, headers }) => ({
        userId: (user as User | undefined)?.id,
        sessionId: headers['x-session-id']?.toString(),
      }),
    }),
    EventEmitterModule.forRoot(),
    ScheduleModule.forRoot(),
    CommonModule,
    DatabaseModule,
    AuthModule,
    SessionsModule,
    CyclesModule,
    ConversationsModule,
    AiModule,
    TrafficModule,
  ],
})
export class AppModule {}
