import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Counter, Histogram } from 'prom-client';
import { Shelf } from './shelf';

export interface Order {
  readonly id: number;
  readonly item: string;
}

@Injectable()
export class OrdersService {
  constructor(
    private readonly shelf: Shelf,
    @InjectMetric('orders_placed_total') private readonly placed: Counter<string>,
    @InjectMetric('payment_seconds') private readonly payment: Histogram<string>,
  ) {}

  async place(item: string): Promise<Order> {
    const paid = this.payment.startTimer();
    if (item === 'lead') throw new Error('Nobody pays for lead');
    paid();
    const order = { id: this.shelf.orders.length + 1, item };
    this.shelf.orders.push(order);
    this.placed.labels(item).inc();
    return order;
  }

  find(id: number): Order {
    const order = this.shelf.orders[id - 1];
    if (order === undefined) throw new NotFoundException(`There is no order ${id}`);
    return order;
  }
}
