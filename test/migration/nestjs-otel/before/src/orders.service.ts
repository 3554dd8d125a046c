import { Injectable, NotFoundException } from '@nestjs/common';
import type { Counter } from '@opentelemetry/api';
import { MetricService, OtelMethodCounter, Span, TraceService } from 'nestjs-otel';

export interface Order {
  readonly id: number;
  readonly item: string;
}

@Injectable()
export class OrdersService {
  private readonly orders: Order[] = [];
  private readonly placed: Counter;

  constructor(
    private readonly traces: TraceService,
    metrics: MetricService,
  ) {
    this.placed = metrics.getCounter('orders.placed', { description: 'Orders placed' });
  }

  @Span('orders.place', (item: string) => ({ attributes: { 'order.item': item } }))
  @OtelMethodCounter()
  async place(item: string): Promise<Order> {
    await this.pay(item);
    const order = { id: this.orders.length + 1, item };
    this.orders.push(order);
    this.placed.add(1, { item });
    return order;
  }

  @Span()
  find(id: number): Order {
    const order = this.orders[id - 1];
    if (order === undefined) throw new NotFoundException(`There is no order ${id}`);
    return order;
  }

  private async pay(item: string): Promise<void> {
    const span = this.traces.startSpan('payment');
    try {
      if (item === 'lead') throw new Error('Nobody pays for lead');
    } finally {
      span.end();
    }
  }
}
