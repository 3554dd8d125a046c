import { Module } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { OrdersModule } from './orders.module';

@Module({
  imports: [PrometheusModule.register({ defaultLabels: { app: 'orders' } }), OrdersModule],
})
export class AppModule {}
