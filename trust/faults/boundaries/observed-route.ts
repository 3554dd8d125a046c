/** What handlers, listeners and span processors are told about beside requests: a traced method, an event, a phase, a caught error. */
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import {
  Audited,
  MetricsService,
  Observability,
  Observed,
  ObservabilityService,
  SpanAttribute,
  Timed,
} from 'nestjs-observability';
import type { Installed } from '../boundary.js';

@Injectable()
class Stock {
  @Observed('stock_take')
  @Audited({ action: 'stock.take', target: 'stock' })
  async take(@SpanAttribute('stock.item') item: string): Promise<string> {
    await Promise.resolve();
    this.weigh();
    return `${item} taken`;
  }

  /** For who is asked about methods that need no span. */
  @Timed()
  private weigh(): number {
    return 3;
  }
}

@Controller()
class ObservedController {
  constructor(
    private readonly stock: Stock,
    private readonly observability: ObservabilityService,
    private readonly metrics: MetricsService,
  ) {}

  /** Nobody's business, which is known once the route is. */
  @Get('unobserved')
  @Observability({ ignore: true })
  unobserved(): object {
    return { unobserved: true };
  }

  @Get('observed/:item')
  async observed(@Param('item') item: string): Promise<object> {
    this.metrics.counter('shop_asked_total').inc();
    this.observability.addEvent('asked for', { item });
    this.observability.annotate({ 'shop.item': item });
    this.observability.captureError(new Error('caught'), { item });
    return { taken: await this.observability.phase('take', () => this.stock.take(item)) };
  }
}

export const observedRoute: Installed = { controllers: [ObservedController], providers: [Stock] };
