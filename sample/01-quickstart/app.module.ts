/** An application of one feature, and the module that observes it. */
import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';
// #region module
import { ObservabilityModule } from 'nestjs-observability';

@Module({
  imports: [ObservabilityModule.forRoot({ service: { name: 'quickstart' }, traces: { tree: true } })],
  controllers: [OrdersController],
  providers: [OrdersService],
})
export class AppModule {}
// #endregion
