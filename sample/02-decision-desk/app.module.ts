/** The decision desk: one module per feature, and the one import that makes them observable. */
import { Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import { ThrottlerModule } from '@nestjs/throttler';
import { ObservabilityModule, type ObservabilityOptions } from 'nestjs-observability';
import { bullmq } from 'nestjs-observability/bullmq';
import { AiModule } from './ai/ai.module.js';
import { AuthModule } from './auth/auth.module.js';
import type { User } from './auth/user.js';
import { CommonModule } from './common/common.module.js';
import { SETTINGS, type Settings } from './common/settings.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { CyclesModule } from './cycles/cycles.module.js';
import { DatabaseModule } from './database/database.module.js';
import { decisionsPage } from './decisions.page.js';
import { DocumentsModule } from './documents/documents.module.js';
import { faultsWhereAllowed } from './faults/faults.module.js';
import { GuidesModule } from './guides/guides.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { TrafficModule } from './traffic/traffic.module.js';

const slowRequestMs = 1_000;

/** What the desk promises: to answer, and to answer fast where no model is asked. */
const slos: ObservabilityOptions['slos'] = [
  { name: 'desk-availability', objective: 0.995 },
  {
    name: 'decisions-latency',
    objective: 0.99,
    indicator: { latencyMs: 250 },
    selector: { routes: ['/cycles/:cycleId/components/:type/start', '/cycles/:cycleId/components/:type/complete'] },
  },
];

/** What the assistant's models cost. The preview has no price yet: its calls are counted as such, and never guessed. */
const prices = {
  'coach-1': { promptCents: 15, cachedCents: 7.5, completionCents: 60 },
  'gpt-4o-mini': { promptCents: 15, cachedCents: 7.5, completionCents: 60 },
};

@Module({
  imports: [
    ObservabilityModule.forRoot({
      service: { name: 'decision-desk' },
      traces: { tree: true, responseHeader: true },
      http: { slowMs: slowRequestMs },
      ai: { prices },
      slos,
      plugins: [bullmq()],
      consolePages: [decisionsPage],
      identify: ({ user, headers }) => ({
        userId: (user as User | undefined)?.id,
        sessionId: headers['x-session-id']?.toString(),
      }),
    }),
    EventEmitterModule.forRoot(),
    ScheduleModule.forRoot(),
    ThrottlerModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: ({ questionsPerMinute }: Settings) => [{ ttl: 60_000, limit: questionsPerMinute }],
    }),
    CommonModule,
    DatabaseModule,
    AuthModule,
    SessionsModule,
    CyclesModule,
    ConversationsModule,
    AiModule,
    DocumentsModule,
    GuidesModule,
    NotificationsModule,
    TrafficModule,
    ...faultsWhereAllowed(process.env),
  ],
})
export class AppModule {}
