import { Body, Controller, Post } from '@nestjs/common';
import type { OrderReceipt } from '../order.js';
import { OrdersService } from './orders.service.js';

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Post()
  place(@Body('item') item = 'tea'): Promise<OrderReceipt> {
    return this.orders.place(item);
  }
}
