import { Module } from '@nestjs/common';
import { AiModule } from '../ai/ai.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { CyclesModule } from '../cycles/cycles.module.js';
import { LiveModule } from '../live/live.module.js';
import { AskGateway } from './ask.gateway.js';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsRepository } from './conversations.repository.js';
import { ConversationsService } from './conversations.service.js';
import { MessageMetricsListener } from './message-metrics.listener.js';

@Module({
  imports: [AiModule, AuthModule, CyclesModule, LiveModule],
  controllers: [ConversationsController],
  providers: [ConversationsService, ConversationsRepository, MessageMetricsListener, AskGateway],
})
export class ConversationsModule {}
