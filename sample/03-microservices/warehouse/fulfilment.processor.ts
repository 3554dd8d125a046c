import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { Job } from 'bullmq';
import type { Order } from '../order.js';
import { ORDER_FULFILLED } from './order-recorder.listener.js';

export const FULFILMENT = 'fulfilment';

@Processor(FULFILMENT)
export class FulfilmentProcessor extends WorkerHost {
  private readonly logger = new Logger(FulfilmentProcessor.name);

  constructor(private readonly events: EventEmitter2) {
    super();
  }

  async process({ data: order }: Job<Order>): Promise<void> {
    this.logger.log(`Order ${order.id} picked`);
    await this.events.emitAsync(ORDER_FULFILLED, order);
  }
}
