/** What the console says of causes and consequences, in a real application with events and an outbox. */
import { Controller, Get, Inject, Injectable, Post } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { eventMetadata, restoreEventMetadata } from 'nestjs-observability';
import type { EventsAnswer, EventTreeAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { ConsoleReader, until, withConsole } from './console-reader.js';

@Injectable()
class Billing {
  readonly outbox: string[] = [];

  constructor(@Inject(EventEmitter2) private readonly emitter: EventEmitter2) {}

  @OnEvent('order.created')
  async bill(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 2));
    this.outbox.push(JSON.stringify(eventMetadata()));
    this.emitter.emit('invoice.written');
  }

  @OnEvent('order.created')
  thank(): void {}

  @OnEvent('invoice.written', { suppressErrors: true })
  send(): void {
    throw new Error('no printer');
  }

  deliver(): void {
    restoreEventMetadata(JSON.parse(this.outbox.pop()!), { name: 'invoice.sent' }, () => undefined);
  }
}

@Controller('orders')
class OrdersController {
  constructor(@Inject(EventEmitter2) private readonly emitter: EventEmitter2) {}

  @Post()
  create(): void {
    this.emitter.emit('order.created');
  }

  @Get()
  list(): void {}
}

afterEach(closeApplications);

describe.each(platforms)('events in the console, on %s', (platform) => {
  const start = async (): Promise<[ConsoleReader, RunningApplication]> => {
    const application = await startApplication({
      platform,
      imports: [EventEmitterModule.forRoot()],
      controllers: [OrdersController],
      providers: [Billing],
      observability: withConsole(),
    });
    return [new ConsoleReader(application), application];
  };
  /** As an order passes through all of it. */
  const order = async ({ app, request }: RunningApplication, correlationId: string): Promise<void> => {
    const headers = { 'x-correlation-id': correlationId, 'x-request-id': `r-of-${correlationId}` };
    await (await request('/orders', { method: 'POST', headers })).text();
    const billing = app.get(Billing);
    await until(() => billing.outbox.length === 1);
    billing.deliver();
  };
  const chainsOf = async (reader: ConsoleReader, q = '') =>
    (await reader.read<EventsAnswer>('events', { q })).correlations;

  it('are listed by what they belong to, without requests that have caused nothing', async () => {
    const [reader, application] = await start();
    await (await application.request('/orders')).text();
    await order(application, 'c-1');
    await order(application, 'c-2');
    await until(async () => (await chainsOf(reader)).every(({ count }) => count === 5));

    const chains = await chainsOf(reader);

    expect(
      chains.map(({ correlationId, name, count, errorCount }) => [correlationId, name, count, errorCount]),
    ).toEqual([
      ['c-2', 'POST /orders', 5, 1],
      ['c-1', 'POST /orders', 5, 1],
    ]);
    expect((await chainsOf(reader, 'C-2')).map(({ correlationId }) => correlationId)).toEqual(['c-2']);
  });

  it('form a tree of causes, also over an outbox that only carried text', async () => {
    const [reader, application] = await start();
    await order(application, 'c-1');
    await until(async () => (await chainsOf(reader))[0]?.count === 5);

    const { nodes, omittedNodes } = await reader.read<EventTreeAnswer>('event-tree', { correlationId: 'c-1' });

    const nameOf = (id: string | null): string | undefined => nodes.find((node) => node.id === id)?.name;
    const drawn = nodes.map(({ name, causeId, outcome, kind }) => `${nameOf(causeId)} > ${name} ${kind} ${outcome}`);
    expect(drawn.toSorted()).toEqual([
      'POST /orders > order.created → Billing.bill event.process ok',
      'POST /orders > order.created → Billing.thank event.process ok',
      'order.created → Billing.bill > invoice.sent event.process ok',
      'order.created → Billing.bill > invoice.written → Billing.send event.process error',
      'undefined > POST /orders http.server ok',
    ]);
    expect(nodes[0]).toMatchObject({ causeId: null, messageId: 'r-of-c-1' });
    expect(omittedNodes).toBe(0);
    const restored = nodes.find(({ name }) => name === 'invoice.sent')!;
    expect(restored.traceId).not.toBe(nodes[0]!.traceId);
  });

  it('that are not in memory are said to be so', async () => {
    const [reader] = await start();

    const answers = [await reader.ask('event-tree', { correlationId: 'unknown' }), await reader.ask('event-tree')];

    expect(answers.map(({ status }) => status)).toEqual([404, 400]);
    expect(await answers[0]!.json()).toMatchObject({ error: { code: 'OBS_ERR_NOT_KEPT' } });
  });
});
