import { Module } from '@nestjs/common';
import { AiModule } from '../ai/ai.module.js';
import { CyclesModule } from '../cycles/cycles.module.js';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsRepository } from './conversations.repository.js';
import { ConversationsService } from './conversations.service.js';
import { MessageMetricsListener } from './message-metrics.listener.js';

@Module({
  imports: [AiModule, CyclesModule],
  controllers: [ConversationsController],
  providers: [ConversationsService, ConversationsRepository, MessageMetricsListener],
})
export class ConversationsModule {}
