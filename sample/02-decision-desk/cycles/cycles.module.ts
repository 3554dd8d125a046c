import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { CyclesController } from './cycles.controller.js';
import { CyclesRepository } from './cycles.repository.js';
import { CyclesService } from './cycles.service.js';

@Module({
  imports: [SessionsModule],
  controllers: [CyclesController],
  providers: [CyclesService, CyclesRepository],
  exports: [CyclesService],
})
export class CyclesModule {}
