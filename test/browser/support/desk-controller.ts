/** What the application of the browser tests does: fast and slow, well and badly, with text that would like to be markup. */
import { Body, Controller, Get, HttpException, Injectable, Logger, Param, Post } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { HealthContributor, Traced } from 'nestjs-observability';
import {
  AiInstrument,
  DatabaseInstrument,
  EventsInstrument,
  JourneysInstrument,
  type Journey,
} from 'nestjs-observability/instruments';

/** Would run, were it ever taken for markup. */
export const HOSTILE = '<img src=x onerror="window.wasAttacked=true">';
/** Must stand in no answer of the console. */
export const SECRET = 'hunter2-seeded-secret';

export const MODELS = [
  { model: 'coach-1', prompt: 1_200, completion: 300 },
  { model: 'gpt-4o-mini', prompt: 400, completion: 90 },
] as const;

@Injectable()
export class OrderStore {
  constructor(private readonly database: DatabaseInstrument) {}

  @Traced()
  async find(id: string): Promise<{ readonly id: string; readonly lines: number }> {
    await this.query('SELECT id, total FROM orders WHERE id = $1', 2);
    return { id, lines: 3 };
  }

  async query(statement: string, takesMs: number): Promise<void> {
    await this.database.query({ system: 'postgresql', statement }, () => delay(takesMs));
  }

  @HealthContributor('orders-database')
  check(): void {}

  @HealthContributor('mail', { isOptional: true })
  mail(): never {
    throw new Error('no answer from the mail server');
  }
}

@Controller('orders')
export class OrdersController {
  private readonly logger = new Logger(OrdersController.name);
  private readonly journey: Journey;

  constructor(
    private readonly store: OrderStore,
    private readonly events: EventsInstrument,
    journeys: JourneysInstrument,
  ) {
    this.journey = journeys.journey('checkout', { stages: ['basket', 'address', 'payment'] });
  }

  @Get(':id')
  async find(@Param('id') id: string): Promise<object> {
    this.logger.log(`Looking for order ${id}`);
    return this.store.find(id);
  }

  /** Slow for one reason: a query over everything. */
  @Get(':id/report')
  async report(@Param('id') id: string): Promise<object> {
    await this.store.find(id);
    await this.store.query('SELECT * FROM order_lines JOIN prices USING (sku)', 320);
    return { id };
  }

  @Post()
  async place(@Body() { stage = 'basket', isDone = false }: { stage?: string; isDone?: boolean }): Promise<object> {
    this.journey.enter(stage);
    if (isDone) this.journey.complete(stage);
    await this.events.publish('order.placed', (metadata) =>
      this.events.process(
        'order.placed',
        'Invoices.onPlaced',
        () => this.store.query('INSERT INTO invoices VALUES ($1)', 1),
        {
          metadata,
        },
      ),
    );
    return { stage };
  }

  @Post(':id/payment')
  pay(@Param('id') id: string, @Body() { password }: { password?: string }): never {
    this.logger.error({ orderId: id, password }, `Payment of order ${id} failed`);
    throw new PaymentDeclined(id);
  }
}

@Controller('odd')
export class OddController {
  private readonly logger = new Logger(OddController.name);

  constructor(
    private readonly store: OrderStore,
    private readonly ai: AiInstrument,
  ) {}

  /** As many spans as a trace may have. */
  @Get('wide/:count')
  async wide(@Param('count') count: string): Promise<object> {
    for (let at = 0; at < Number(count); at += 1) await this.store.query(`SELECT ${at} FROM wide`, 0);
    return { count };
  }

  @Get('hostile')
  hostile(): object {
    this.logger.warn(`Somebody wrote ${HOSTILE}`);
    throw new HttpException(HOSTILE, 502);
  }

  @Get('missing-order')
  missing(): never {
    throw new HttpException('There is no such order', 404);
  }

  @Post('assistant')
  async assistant(): Promise<object> {
    for (const { model, prompt, completion } of MODELS) {
      const call = this.ai.completion({ provider: 'openai', model, streaming: true, tier: 'team' });
      await call.runIn(() => delay(3));
      call.firstToken();
      call.usage({ prompt, completion, cached: 0 });
      call.end();
    }
    return { models: MODELS.length };
  }
}

export class PaymentDeclined extends Error {
  constructor(orderId: string) {
    super(`The card for order ${orderId} was declined`);
    this.name = 'PaymentDeclined';
  }
}
