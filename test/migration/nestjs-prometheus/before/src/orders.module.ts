import { Module } from '@nestjs/common';
import { makeCounterProvider, makeGaugeProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { OrdersController } from './orders.controller';
import { OrdersService } from './orders.service';
import { Shelf } from './shelf';

@Module({
  controllers: [OrdersController],
  providers: [
    OrdersService,
    Shelf,
    makeCounterProvider({ name: 'orders_placed_total', help: 'Orders placed', labelNames: ['item'] }),
    makeHistogramProvider({ name: 'payment_seconds', help: 'Duration of payments', buckets: [0.1, 1] }),
    makeGaugeProvider({
      name: 'orders_kept',
      help: 'Orders in memory',
      inject: [Shelf],
      collect(shelf: Shelf) {
        this.set(shelf.orders.length);
      },
    }),
  ],
})
export class OrdersModule {}
