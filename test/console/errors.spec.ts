/** What the console says of the failures of a real application. */
import { Controller, Get, Inject, NotFoundException, Param } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { ObservabilityService } from 'nestjs-observability';
import type { ErrorAnswer, ErrorsAnswer, TraceAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { ConsoleReader, until, withConsole } from './console-reader.js';

const SECRET = 'hunter2-of-the-errors';

class OutOfStock extends Error {}

class Stock {
  take(id: string): never {
    throw new OutOfStock(`Order ${id} needs what is not there, password=${SECRET}`, {
      cause: new TypeError('no shelf'),
    });
  }
}

@Controller('orders')
class OrdersController {
  constructor(
    @Inject(Stock) private readonly stock: Stock,
    @Inject(EventEmitter2) private readonly emitter: EventEmitter2,
    @Inject(ObservabilityService) private readonly observability: ObservabilityService,
  ) {}

  @Get('missing')
  missing(): never {
    throw new NotFoundException();
  }

  @Get('captured')
  captured(): void {
    const error = new RangeError('handled by hand');
    this.observability.captureError(error);
    this.observability.captureError(error);
  }

  @Get('announced')
  announce(): void {
    this.emitter.emit('order.announced');
  }

  @OnEvent('order.announced', { suppressErrors: true })
  heard(): void {
    throw new SyntaxError('a listener');
  }

  @Get(':id')
  find(@Param('id') id: string): void {
    this.stock.take(id);
  }
}

afterEach(closeApplications);

describe.each(platforms)('errors in the console, on %s', (platform) => {
  const start = async (): Promise<[ConsoleReader, RunningApplication]> => {
    const application = await startApplication({
      platform,
      imports: [EventEmitterModule.forRoot()],
      controllers: [OrdersController],
      providers: [Stock],
      observability: withConsole({ errors: { sourceLines: 2 } }),
    });
    return [new ConsoleReader(application), application];
  };
  const groupsOf = async (reader: ConsoleReader, q = '') => (await reader.read<ErrorsAnswer>('errors', { q })).groups;

  it('are grouped by what is the same about them', async () => {
    const [reader, { request }] = await start();
    for (const id of [1, 2, 3]) await (await request(`/orders/${id}`)).text();
    await (await request('/orders/missing')).text();

    const groups = await groupsOf(reader);

    expect(groups).toEqual([
      {
        fingerprint: expect.stringMatching(/^[\da-f]{16}$/),
        type: 'OutOfStock',
        message: 'Order 3 needs what is not there, password=[REDACTED]',
        count: 3,
        firstSeenMs: expect.any(Number),
        lastSeenMs: expect.any(Number),
        routes: [{ name: 'GET /orders/:id', count: 3 }],
        traceId: expect.stringMatching(/^[\da-f]{32}$/),
        source: { file: __filename, line: expect.any(Number), column: expect.any(Number) },
        perMinute: expect.any(Array),
      },
    ]);
    const perMinute = groups[0]!.perMinute;
    expect([perMinute.length, perMinute.reduce((sum, count) => sum + count, 0)]).toEqual([60, 3]);
  });

  it('show where they came from, with the lines of the application', async () => {
    const [reader, { request }] = await start();
    await (await request('/orders/1', { headers: { 'x-request-id': 'r-1' } })).text();
    const [{ fingerprint, source, traceId }] = (await groupsOf(reader)) as [ErrorAnswer['group']];

    const { group, stack, samples } = await reader.read<ErrorAnswer>('error', { fingerprint });

    expect(group.fingerprint).toBe(fingerprint);
    expect(stack[0]).toMatchObject({ text: expect.stringMatching(/^Stock\.take \(/), isInApp: true, place: source });
    expect(stack[0]!.lines).toHaveLength(5);
    expect(stack[0]!.lines.find(({ line }) => line === source!.line)!.text).toContain('throw new OutOfStock');
    expect(stack.find(({ text }) => text.startsWith('Caused by'))!.text).toBe('Caused by TypeError: no shelf');
    expect(stack.filter(({ isInApp }) => !isInApp).flatMap(({ lines }) => lines)).toEqual([]);
    expect(samples).toEqual([
      {
        timeMs: group.lastSeenMs,
        operation: 'GET /orders/:id',
        message: 'Order 1 needs what is not there, password=[REDACTED]',
        traceId,
        requestId: 'r-1',
      },
    ]);
    const { trace } = await reader.read<TraceAnswer>('trace', { id: traceId! });
    expect(trace.row).toMatchObject({ route: '/orders/:id', status: 'error' });
  });

  it('are taken from listeners and from the application itself, each once', async () => {
    const [reader, { request }] = await start();
    await (await request('/orders/captured')).text();
    await (await request('/orders/announced')).text();
    await until(async () => (await groupsOf(reader)).length === 2);

    const groups = await groupsOf(reader);

    expect(groups.map(({ type, count, routes }) => [type, count, routes.map(({ name }) => name)])).toEqual([
      ['SyntaxError', 1, ['order.announced → OrdersController.heard']],
      ['RangeError', 1, ['GET /orders/captured']],
    ]);
  });

  it('are found by class, message, route and fingerprint', async () => {
    const [reader, { request }] = await start();
    await (await request('/orders/1')).text();
    const [{ fingerprint }] = (await groupsOf(reader)) as [ErrorAnswer['group']];

    for (const q of ['outofstock', 'needs what', '/orders/:id', fingerprint])
      expect(await groupsOf(reader, q)).toHaveLength(1);
    expect(await groupsOf(reader, 'something else')).toEqual([]);
  });

  it('that are not in memory are said to be so', async () => {
    const [reader] = await start();

    const answers = [await reader.ask('error', { fingerprint: 'unknown' }), await reader.ask('error')];

    expect(answers.map(({ status }) => status)).toEqual([404, 400]);
    expect(await answers[0]!.json()).toMatchObject({ error: { code: 'OBS_ERR_NOT_KEPT', got: '"unknown"' } });
  });

  it('tell no secret', async () => {
    const [reader, { request }] = await start();
    await (await request('/orders/1')).text();
    const [{ fingerprint }] = (await groupsOf(reader)) as [ErrorAnswer['group']];

    const texts = await Promise.all([
      (await reader.ask('errors')).text(),
      (await reader.ask('error', { fingerprint })).text(),
    ]);

    expect(texts.join('')).not.toContain(SECRET);
  });
});
