import { Injectable } from '@nestjs/common';
import type { Order } from './orders.service';

@Injectable()
export class Shelf {
  readonly orders: Order[] = [];
}
