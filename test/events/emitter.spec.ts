import { Controller, Get, Injectable, Logger, Scope } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { ObservabilityModule, Timed, Traced, type ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';

const later = () => new Promise<void>((resolve) => setTimeout(resolve, 2));

@Injectable()
class Stock {
  readonly log = new Logger('Stock');

  @OnEvent('order.created')
  reserve(): void {
    this.log.log('reserving');
  }

  @OnEvent('order.created')
  async announce(): Promise<void> {
    await later();
    this.log.log('announcing');
  }

  @OnEvent('order.refused')
  fail(): never {
    throw new RangeError('out of stock');
  }

  @OnEvent('order.refused', { suppressErrors: false })
  async failLoudly(): Promise<void> {
    await later();
    throw new RangeError('out of stock');
  }

  @OnEvent('order.late', { async: true })
  later(): void {
    this.log.log('late');
  }

  @OnEvent('order.*.paid')
  @OnEvent('order.closed')
  book(): void {}

  @OnEvent('order.chain')
  chain(): void {
    this.emitter.emit('order.created');
  }

  @OnEvent('order.held')
  hold(until: Promise<void>): Promise<void> {
    return until;
  }

  @Traced()
  @Timed('ship_seconds')
  @OnEvent('order.shipped')
  ship(): void {}

  constructor(private readonly emitter: EventEmitter2) {}
}

@Injectable({ scope: Scope.REQUEST })
class Scoped {
  @OnEvent('order.scoped')
  async onScoped(): Promise<void> {
    await later();
  }
}

class Base {
  @OnEvent('order.inherited')
  onInherited(): void {}
}

@Injectable()
class Derived extends Base {}

@Controller()
class OrdersController {
  constructor(private readonly emitter: EventEmitter2) {}

  @Get('create')
  create(): boolean {
    return this.emitter.emit('order.created', { id: 7 });
  }
}

const made = { provide: 'made', useFactory: () => new Made() };
class Made {
  @OnEvent('order.made')
  onMade(): void {}
}

const start = (observability: ObservabilityOptions = {}, wildcard = true): Promise<RunningApplication> =>
  startApplication({
    imports: [EventEmitterModule.forRoot({ wildcard })],
    controllers: [OrdersController],
    providers: [Stock, Scoped, Derived, made],
    observability,
  });

const emitterOf = ({ app }: RunningApplication): EventEmitter2 => app.get(EventEmitter2);
const processed = ({ recorder }: RunningApplication) =>
  recorder.operations.filter(({ kind }) => kind === 'event.process');

afterEach(closeApplications);

describe('@nestjs/event-emitter', () => {
  it('has an operation per emit and one per listener, all in the trace of the request', async () => {
    const application = await start();
    const { recorder } = application;

    await application.request('/create', { headers: { 'x-request-id': 'r-1', 'x-correlation-id': 'c-1' } });
    await recorder.waitFor(() => processed(application).length === 2);
    await recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /create'));

    const parentOf = (name: string) => {
      const id = recorder.spans.find((span) => span.name === name)!.parentSpanContext?.spanId;
      return recorder.spans.find((span) => span.spanContext().spanId === id)?.name;
    };
    expect(parentOf('publish order.created')).toBe('OrdersController.create');
    expect(parentOf('order.created → Stock.reserve')).toBe('publish order.created');
    expect(parentOf('order.created → Stock.announce')).toBe('publish order.created');
    expect(new Set(recorder.spans.map((span) => span.spanContext().traceId)).size).toBe(1);
    const [first, second] = processed(application).map(({ scope }) => scope);
    expect(first).toMatchObject({ requestId: 'r-1', correlationId: 'c-1', causationId: 'r-1' });
    expect(second).toEqual(first);
    expect(first!.messageId).not.toBe('r-1');
    expect(recorder).toHaveSpan('order.created → Stock.reserve', {
      'messaging.system': 'nestjs_event_emitter',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'order.created',
      'messaging.message.id': first!.messageId,
      'code.function.name': 'Stock.reserve',
      'correlation.id': 'c-1',
      'causation.id': 'r-1',
    });
    expect(recorder).toHaveLogged({ message: 'announcing', causation_id: 'r-1', event_id: first!.messageId });
  });

  it('counts what was published, processed and failed; nothing stays pending', async () => {
    const application = await start();
    const emitter = emitterOf(application);

    emitter.emit('order.created');
    await expect(emitter.emitAsync('order.refused')).rejects.toThrow('out of stock');
    emitter.emit('order.unheard');
    await application.recorder.waitFor(() => processed(application).length === 4);

    await expect(application).toHaveSample('events_published_total', { event_type: 'order.created' }, 1);
    await expect(application).toHaveSample('events_published_total', { event_type: 'order.unheard' }, 1);
    const reserve = { event_type: 'order.created', handler: 'Stock.reserve' };
    await expect(application).toHaveSample('events_processed_total', reserve, 1);
    for (const handler of ['Stock.fail', 'Stock.failLoudly']) {
      const failed = { event_type: 'order.refused', handler };
      await expect(application).toHaveSample('events_processed_total', failed, 1);
      await expect(application).toHaveSample('events_failed_total', failed, 1);
    }
    const created = { event_type: 'order.created' };
    await expect(application).toHaveSample('event_processing_duration_seconds_count', created, 2);
    await expect(application).toHaveSample('events_pending', created, 0);
    await expect(application).toHaveSample('events_pending', { event_type: 'order.refused' }, 0);
    await expect(application).not.toHaveSample('events_failed_total', created);
  });

  it('shows a delivery as pending until it is settled', async () => {
    const application = await start();
    const pending = { event_type: 'order.held' };
    let release!: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));

    const emitted = emitterOf(application).emitAsync('order.held', held);

    await expect(application).toHaveSample('events_pending', pending, 1);
    release();
    await emitted;
    await expect(application).toHaveSample('events_pending', pending, 0);
  });

  it('names events that only patterns match after the pattern, exact ones after themselves', async () => {
    const application = await start();
    const emitter = emitterOf(application);

    for (const name of ['order.7.paid', 'order.8.paid', ['order', '9', 'paid'], 'order.closed']) emitter.emit(name);

    const labels = processed(application).map(({ labels: [eventType] }) => eventType);
    expect(labels).toEqual(['order.*.paid', 'order.*.paid', 'order.*.paid', 'order.closed']);
    await expect(application).toHaveSample('events_published_total', { event_type: 'order.*.paid' }, 3);
  });

  it('sees listeners that are deferred, request-scoped, inherited, or of a factory', async () => {
    const application = await start();
    const emitter = emitterOf(application);

    for (const event of ['late', 'scoped', 'inherited', 'made']) emitter.emit(`order.${event}`);
    await application.recorder.waitFor(() => processed(application).length === 4);

    expect(
      processed(application)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([
      'order.inherited → Derived.onInherited',
      'order.late → Stock.later',
      'order.made → Made.onMade',
      'order.scoped → Scoped.onScoped',
    ]);
    expect(application.recorder.lines.find(({ message }) => message === 'late')).toHaveProperty('event_id');
  });

  it('chains causes: what a listener emits is caused by what it was given', async () => {
    const application = await start();

    emitterOf(application).emit('order.chain');
    await application.recorder.waitFor(() => processed(application).length === 3);

    const scopes = new Map(processed(application).map(({ name, scope }) => [name, scope]));
    const chain = scopes.get('order.chain → Stock.chain')!;
    const reserve = scopes.get('order.created → Stock.reserve')!;
    expect(chain).toMatchObject({ correlationId: chain.messageId, causationId: undefined });
    expect(reserve).toMatchObject({ correlationId: chain.messageId, causationId: chain.messageId });
    expect(reserve.messageId).not.toBe(chain.messageId);
  });

  it('takes a listener that the application calls itself for the plain method it is', async () => {
    const application = await start();

    application.app.get(Stock).reserve();

    expect(processed(application)).toEqual([]);
  });

  it('records what decorators of ours ask of a listener', async () => {
    const application = await start();

    emitterOf(application).emit('order.shipped');

    await expect(application).toHaveSample('ship_seconds_count', { class: 'Stock', method: 'ship' }, 1);
    expect(application.recorder).toHaveSpan('Stock.ship');
    expect(application.recorder).toHaveSpan('order.shipped → Stock.ship');
  });

  it('makes one span per delivery where providers are traced automatically', async () => {
    const application = await start({ autoTrace: { include: ['Stock'] } });

    emitterOf(application).emit('order.closed');

    expect(application.recorder.spans.map(({ name }) => name)).toEqual([
      'order.closed → Stock.book',
      'publish order.closed',
    ]);
  });

  it('counts events for listeners added by hand, and leaves their work to the emitter', async () => {
    const application = await start();
    const emitter = emitterOf(application);
    const heard: unknown[] = [];
    emitter.on('by.hand', (...args: unknown[]) => void heard.push(args));
    emitter.once('by.hand', () => void heard.push('once'));

    emitter.emit('by.hand', 1, 2, 3, 4);
    emitter.emit('by.hand');

    expect(heard).toEqual([[1, 2, 3, 4], 'once', []]);
    await expect(application).toHaveSample('events_published_total', { event_type: 'by.hand' }, 2);
    expect(processed(application)).toEqual([]);
  });

  it("tells an emit of the application's own kind of emitter once", async () => {
    class Bus extends EventEmitter2 {
      override emit(event: string, ...values: unknown[]): boolean {
        return super.emit(event, ...values);
      }
    }
    const application = await startApplication({
      imports: [EventEmitterModule.forRoot()],
      providers: [Bus],
    });

    application.app.get(Bus).emit('bus.moved');

    await expect(application).toHaveSample('events_published_total', { event_type: 'bus.moved' }, 1);
  });

  it('needs neither spans nor logs to name and count deliveries, deferred and nested ones too', async () => {
    const application = await startApplication({
      imports: [EventEmitterModule.forRoot()],
      providers: [Stock, Scoped],
      observability: ObservabilityModule.forRoot({ traces: { enabled: false }, logs: { enabled: false } }),
    });
    const emitter = emitterOf(application);

    emitter.emit('order.late');
    emitter.emit('order.scoped');
    emitter.emit('order.chain');
    await new Promise((resolve) => setTimeout(resolve, 50));

    const deliveries = [
      ['order.late', 'Stock.later'],
      ['order.scoped', 'Scoped.onScoped'],
      ['order.chain', 'Stock.chain'],
      ['order.created', 'Stock.announce'],
    ] as const;
    for (const [event_type, handler] of deliveries) {
      await expect(application).toHaveSample('events_processed_total', { event_type, handler }, 1);
      await expect(application).toHaveSample('events_pending', { event_type }, 0);
    }
  });

  it('is not observed when switched off', async () => {
    const application = await start({ events: { enabled: false } });

    emitterOf(application).emit('order.created');

    expect(application.recorder.operations).toEqual([]);
    expect(await application.scrape()).not.toContain('events_published');
  });

  it('is told to the application of the emitter only, and to nobody once that is closed', async () => {
    const [first, second] = [await start(), await start()];
    const emitter = emitterOf(first);

    emitter.emit('order.closed');
    emitterOf(second).emit('order.closed');
    emitterOf(second).emit('order.closed');
    new EventEmitter2().emit('order.closed');

    expect([processed(first).length, processed(second).length]).toEqual([1, 2]);
    await first.close();
    first.recorder.clear();
    emitter.emit('order.closed');
    expect(first.recorder.operations).toEqual([]);
  });
});
