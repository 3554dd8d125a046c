import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { CyclesController } from './cycles.controller.js';
import { CyclesRepository } from './cycles.repository.js';
import { DecisionAnnouncer, decisionClient } from './decision-announcer.js';
import { CyclesService } from './cycles.service.js';

@Module({
  imports: [SessionsModule],
  controllers: [CyclesController],
  providers: [CyclesService, CyclesRepository, DecisionAnnouncer, decisionClient],
  exports: [CyclesService, CyclesRepository],
})
export class CyclesModule {}
