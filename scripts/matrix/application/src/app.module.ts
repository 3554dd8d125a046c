/** An observed application of one route, with what the cell's optional peers add. */
import { Module, type DynamicModule } from '@nestjs/common';
import { ObservabilityModule, type ObservabilityOptions } from 'nestjs-observability';
import { optionalPeers } from './generated/optional-peers.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';

@Module({})
export class AppModule {
  static observed(options: ObservabilityOptions = {}): DynamicModule {
    const plugins = [...(options.plugins ?? []), ...optionalPeers.flatMap((peer) => peer.plugins ?? [])];
    return {
      module: AppModule,
      imports: [ObservabilityModule.forRoot({ service: { name: 'matrix' }, ...options, plugins })],
      controllers: [OrdersController],
      providers: [OrdersService, ...optionalPeers.flatMap((peer) => peer.providers ?? [])],
    };
  }
}
