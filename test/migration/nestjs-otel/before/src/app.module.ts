import { Module } from '@nestjs/common';
import { OpenTelemetryModule } from 'nestjs-otel';
import { OrdersController } from './orders.controller';
import { OrdersService } from './orders.service';

@Module({
  imports: [OpenTelemetryModule.forRoot()],
  controllers: [OrdersController],
  providers: [OrdersService],
})
export class AppModule {}
