import { randomUUID } from 'node:crypto';
import { InjectQueue } from '@nestjs/bullmq';
import { Controller, Logger } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { Queue } from 'bullmq';
import { PLACE_ORDER, type Order, type OrderReceipt, type OrderRequest } from '../order.js';
import { FULFILMENT } from './fulfilment.processor.js';

@Controller()
export class PlacingController {
  private readonly logger = new Logger(PlacingController.name);

  constructor(@InjectQueue(FULFILMENT) private readonly fulfilment: Queue<Order>) {}

  @MessagePattern(PLACE_ORDER)
  async place(@Payload() { item }: OrderRequest): Promise<OrderReceipt> {
    const order: Order = { id: randomUUID(), item };
    await this.fulfilment.add('pick', order);
    this.logger.log(`Order ${order.id} queued`);
    return { orderId: order.id };
  }
}
