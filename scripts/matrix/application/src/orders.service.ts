/** Decorators, an injected service of the package and an instrument, as applications use them. */
import { Injectable, Logger } from '@nestjs/common';
import {
  Counted,
  HealthRegistry,
  MetricsService,
  ObservabilityService,
  SpanAttribute,
  Traced,
} from 'nestjs-observability';
import { SessionsInstrument } from 'nestjs-observability/instruments';

export interface Order {
  readonly id: string;
}

@Injectable()
export class OrdersService {
  private readonly logger = new Logger(OrdersService.name);

  constructor(
    private readonly metrics: MetricsService,
    private readonly sessions: SessionsInstrument,
    private readonly observability: ObservabilityService,
    readonly health: HealthRegistry,
  ) {}

  @Traced()
  @Counted('orders_found_total')
  find(@SpanAttribute('order.id') id: string): Order {
    this.logger.log(`Order ${id} found`);
    this.sessions.open({ tier: 'team' }).close();
    this.observability.annotate({ 'order.isKnown': true });
    return { id };
  }

  // Their inferred types have to be nameable: the application emits declarations.
  found() {
    return this.metrics.counter('found_total', { labelNames: ['kind'] }).labels({ kind: 'order' });
  }

  report() {
    return this.health.report();
  }
}
