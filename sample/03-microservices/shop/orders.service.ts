import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import { Traced } from 'nestjs-observability';
import { firstValueFrom } from 'rxjs';
import { PLACE_ORDER, type OrderReceipt } from '../order.js';

// #region service
@Injectable()
export class OrdersService {
  private readonly logger = new Logger(OrdersService.name);

  constructor(@Inject('WAREHOUSE') private readonly warehouse: ClientProxy) {}

  @Traced()
  async place(item: string): Promise<OrderReceipt> {
    const receipt = await firstValueFrom(this.warehouse.send<OrderReceipt>(PLACE_ORDER, { item }));
    this.logger.log(`Order ${receipt.orderId} accepted by the warehouse`);
    return receipt;
  }
}
// #endregion
