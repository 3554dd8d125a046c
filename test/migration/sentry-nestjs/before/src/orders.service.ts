import { Injectable, NotFoundException } from '@nestjs/common';
import * as Sentry from '@sentry/nestjs';
import { SentryTraced } from '@sentry/nestjs';

export interface Order {
  readonly id: number;
  readonly item: string;
}

@Injectable()
export class OrdersService {
  private readonly orders: Order[] = [];

  @SentryTraced('order')
  async place(item: string): Promise<Order> {
    await Sentry.startSpan({ name: 'payment' }, () => this.pay(item));
    const order = { id: this.orders.length + 1, item };
    this.orders.push(order);
    return order;
  }

  find(id: number): Order {
    const order = this.orders[id - 1];
    if (order === undefined) throw new NotFoundException(`There is no order ${id}`);
    return order;
  }

  private async pay(item: string): Promise<void> {
    if (item === 'lead') throw new Error('Nobody pays for lead');
  }
}
