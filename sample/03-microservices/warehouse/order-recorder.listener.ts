import { Inject, Injectable, Logger } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Pool } from 'pg';
import type { Order } from '../order.js';
import { DATABASE } from './database.module.js';

export const ORDER_FULFILLED = 'order.fulfilled';

@Injectable()
export class OrderRecorder {
  private readonly logger = new Logger(OrderRecorder.name);

  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  @OnEvent(ORDER_FULFILLED)
  async record({ id, item }: Order): Promise<void> {
    await this.database.query('INSERT INTO fulfilled_orders (id, item) VALUES ($1, $2)', [id, item]);
    this.logger.log(`Order ${id} recorded`);
  }
}
