import { Injectable, NotFoundException } from '@nestjs/common';
import { TracerService } from '@nestjs/observe';

export interface Order {
  readonly id: number;
  readonly item: string;
}

@Injectable()
export class OrdersService {
  private readonly orders: Order[] = [];

  constructor(private readonly tracer: TracerService) {}

  async place(item: string): Promise<Order> {
    await this.tracer.createSpan('payment', () => this.pay(item));
    const order = { id: this.orders.length + 1, item };
    this.orders.push(order);
    this.tracer.counter<'item'>('orders_placed', { labels: ['item'] }).increment({ item });
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
