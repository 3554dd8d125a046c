import { Injectable, NotFoundException } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { InjectPinoLogger, PinoLogger } from 'nestjs-pino';

export interface Order {
  readonly id: number;
  readonly item: string;
}

@Injectable()
export class OrdersService {
  private readonly orders: Order[] = [];

  constructor(@InjectPinoLogger(OrdersService.name) private readonly logger: PinoLogger) {}

  place(item: string): Promise<Order> {
    return trace.getTracer('orders').startActiveSpan('orders.place', async (span) => {
      try {
        return this.keep(item);
      } finally {
        span.end();
      }
    });
  }

  find(id: number): Order {
    const order = this.orders[id - 1];
    if (order === undefined) throw new NotFoundException(`There is no order ${id}`);
    return order;
  }

  private keep(item: string): Order {
    if (item === 'lead') throw new Error('Nobody pays for lead');
    const order = { id: this.orders.length + 1, item };
    this.orders.push(order);
    this.logger.info({ order }, 'order placed');
    return order;
  }
}
