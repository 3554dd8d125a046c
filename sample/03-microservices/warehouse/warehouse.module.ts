import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ObservabilityModule } from 'nestjs-observability';
import { bullmq } from 'nestjs-observability/bullmq';
import { redisUrl } from '../settings.js';
import { DatabaseModule } from './database.module.js';
import { FULFILMENT, FulfilmentProcessor } from './fulfilment.processor.js';
import { OrderRecorder } from './order-recorder.listener.js';
import { PlacingController } from './placing.controller.js';

// #region module
@Module({
  imports: [
    ObservabilityModule.forRoot({
      service: { name: 'warehouse' },
      // One trace from the order to the row; by default a job has a trace of its own, linked to this one.
      messaging: { relation: 'parent' },
      health: { dependencies: true },
      plugins: [bullmq()],
    }),
    BullModule.forRoot({ connection: { url: redisUrl } }),
    BullModule.registerQueue({ name: FULFILMENT }),
    EventEmitterModule.forRoot(),
    DatabaseModule,
  ],
  controllers: [PlacingController],
  providers: [FulfilmentProcessor, OrderRecorder],
})
export class WarehouseModule {}
// #endregion
