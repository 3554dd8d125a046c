/** Orders in memory: a span, a duration and a count by decorator, a log line by Nest's own logger. */
import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, NotFoundException } from '@nestjs/common';
import { Counted, SpanAttribute, Timed, Traced } from 'nestjs-observability';

export interface Order {
  readonly id: number;
  readonly item: string;
}

const paymentMs = 25;

// #region service
@Injectable()
export class OrdersService {
  private readonly logger = new Logger(OrdersService.name);
  private readonly orders: Order[] = [];

  @Traced()
  @Counted('orders_placed_total', { count: 'ok' })
  async place(@SpanAttribute('order.item') item: string): Promise<Order> {
    await this.pay(item);
    const order = { id: this.orders.length + 1, item };
    this.orders.push(order);
    this.logger.log(`Order ${order.id} placed`);
    return order;
  }

  @Traced()
  find(@SpanAttribute('order.id') id: number): Order {
    const order = this.orders[id - 1];
    if (order === undefined) throw new NotFoundException(`There is no order ${id}.`);
    return order;
  }

  @Traced('payment', { kind: 'client' })
  @Timed('payment_duration_seconds')
  private async pay(item: string): Promise<void> {
    await setTimeout(paymentMs + item.length);
  }
}
// #endregion
