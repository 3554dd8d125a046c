import { Module } from '@nestjs/common';
import { ClientsModule, Transport } from '@nestjs/microservices';
import { ObservabilityModule } from 'nestjs-observability';
import { natsUrl } from '../settings.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';

@Module({
  imports: [
    ObservabilityModule.forRoot({ service: { name: 'shop' }, health: { dependencies: true } }),
    ClientsModule.register([{ name: 'WAREHOUSE', transport: Transport.NATS, options: { servers: [natsUrl] } }]),
  ],
  controllers: [OrdersController],
  providers: [OrdersService],
})
export class ShopModule {}
