/** A small application that promises something, and that must never be started: its constructors and hooks say so aloud. */
import { Controller, Get, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { Counted, MetricsService, ObservabilityModule } from '../../src/index.js';

const settings = Symbol('settings');

@Module({ providers: [{ provide: settings, useValue: 'shop' }], exports: [settings] })
class Settings {}

@Injectable()
class Database implements OnModuleInit {
  constructor() {
    process.stdout.write('CONNECTED\n');
  }

  onModuleInit(): void {
    process.stdout.write('STARTED\n');
  }
}

@Injectable()
class Orders {
  constructor(
    metrics: MetricsService,
    readonly database: Database,
  ) {
    metrics.histogram('order_value_dollars', { help: 'What an order is worth', buckets: [10, 100] });
  }

  @Counted('orders_total', { help: 'Orders taken' })
  take(): void {}
}

@Controller('orders')
class OrdersController {
  constructor(readonly orders: Orders) {}

  @Get()
  list(): string[] {
    return [];
  }
}

@Module({
  imports: [
    ObservabilityModule.forRootAsync({
      imports: [Settings],
      inject: [settings],
      useFactory: (name: string) => ({
        service: { name, version: '1.0.0' },
        metrics: { prefix: 'shop_', defaultLabels: { region: 'eu' } },
        slos: [{ name: 'orders', objective: 0.999, indicator: 'availability' }],
      }),
    }),
  ],
  controllers: [OrdersController],
  providers: [Database, Orders],
})
export class ShopModule {}

export const somethingElse = 1;
