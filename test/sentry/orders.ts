/** A small shop in which much goes wrong, for all specs about Sentry. */
import { Controller, Get, HttpException, Injectable, Logger, Module, NotFoundException, Param } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { Cron } from '@nestjs/schedule';
import { ObservabilityService } from 'nestjs-observability';

export class OrderError extends Error {}

@Injectable()
export class OrdersService {
  private readonly logger = new Logger(OrdersService.name);

  find(id: string): never {
    this.logger.warn('stock is low, token=abcdef0123456789abcdef');
    throw new OrderError(`order ${id} cannot be read, password=correct-horse`, { cause: new RangeError('page 9') });
  }
}

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly observability: ObservabilityService,
  ) {}

  @Get('missing')
  missing(): never {
    throw new NotFoundException('no such order');
  }

  @Get('gateway')
  gateway(): never {
    throw new HttpException('the stock answers nonsense', 502);
  }

  @Get('text')
  text(): never {
    throw 'a text';
  }

  @Get('object')
  object(): never {
    throw { code: 17, password: 'correct-horse' };
  }

  // #region captured
  @Get('caught')
  caught(): string {
    try {
      return this.orders.find('17');
    } catch (error) {
      this.observability.captureError(error, { 'order.id': '17' });
      return 'as good as it gets';
    }
  }
  // #endregion

  @Get('caught-and-thrown')
  caughtAndThrown(): string {
    try {
      return this.orders.find('17');
    } catch (error) {
      this.observability.captureError(error);
      throw error;
    }
  }

  @Get(':id')
  find(@Param('id') id: string): string {
    return this.orders.find(id);
  }

  @MessagePattern('orders.find')
  message(id: string): string {
    return this.orders.find(id);
  }
}

@Injectable()
export class Jobs {
  @Cron('0 0 1 1 *', { name: 'sweep' })
  async sweep(): Promise<void> {
    throw new OrderError('nothing to sweep');
  }
}

@Module({ controllers: [OrdersController], providers: [OrdersService, Jobs] })
export class OrdersModule {}
