import { Controller, Get, Injectable, Logger, NotFoundException, Scope } from '@nestjs/common';
import {
  AggregateRoot,
  CommandBus,
  CommandHandler,
  CqrsModule,
  EventBus,
  EventPublisher,
  EventsHandler,
  ofType,
  QueryBus,
  QueryHandler,
  Saga,
  UnhandledExceptionBus,
  type ICommandHandler,
  type IEvent,
  type IEventHandler,
  type IQueryHandler,
} from '@nestjs/cqrs';
import type { ObservabilityOptions } from 'nestjs-observability';
import { delay, map, type Observable } from 'rxjs';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';

class PlaceOrder {
  constructor(readonly id: string) {}
}
class ShipOrder {
  constructor(readonly id: string) {}
}
class FindOrder {
  constructor(readonly id: string) {}
}
class OrderPlaced {
  constructor(readonly id: string) {}
}
class OrderAudited {
  constructor(readonly id: string) {}
}
class OrderShipped {
  constructor(readonly id: string) {}
}

class Order extends AggregateRoot {
  place(id: string): void {
    this.apply(new OrderPlaced(id));
    this.apply(new OrderAudited(id));
  }
}

@CommandHandler(PlaceOrder)
class PlaceOrderHandler implements ICommandHandler<PlaceOrder> {
  constructor(private readonly publisher: EventPublisher) {}

  async execute({ id }: PlaceOrder): Promise<string> {
    if (id === 'none') throw new NotFoundException();
    if (id === 'broken') throw new TypeError('broken');
    const order = this.publisher.mergeObjectContext(new Order());
    order.place(id);
    order.commit();
    return id;
  }
}

@CommandHandler(ShipOrder, { scope: Scope.REQUEST })
class ShipOrderHandler implements ICommandHandler<ShipOrder> {
  constructor(private readonly events: EventBus) {}

  async execute({ id }: ShipOrder): Promise<void> {
    if (id === 'unshippable') throw new RangeError('too heavy');
    await this.events.publish(new OrderShipped(id));
  }
}

@QueryHandler(FindOrder)
class FindOrderHandler implements IQueryHandler<FindOrder> {
  async execute({ id }: FindOrder): Promise<string> {
    return id;
  }
}

@EventsHandler(OrderPlaced)
class MailHandler implements IEventHandler<OrderPlaced> {
  private readonly log = new Logger('Mail');

  async handle({ id }: OrderPlaced): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (id === 'unmailable') throw new RangeError('no address');
    this.log.log('mailed');
  }
}

@EventsHandler(OrderPlaced, OrderAudited)
class AuditHandler implements IEventHandler<OrderPlaced | OrderAudited> {
  handle(): void {}
}

@EventsHandler(OrderShipped, { scope: Scope.REQUEST })
class ShippedHandler implements IEventHandler<OrderShipped> {
  private readonly log = new Logger('Shipped');

  handle(): void {
    this.log.log('shipped');
  }
}

@Injectable()
class OrderSagas {
  @Saga()
  placed = (events: Observable<IEvent>): Observable<ShipOrder> =>
    events.pipe(
      ofType(OrderPlaced),
      map(({ id }) => new ShipOrder(id)),
    );

  @Saga()
  audited(events: Observable<IEvent>): Observable<ShipOrder> {
    return events.pipe(
      ofType(OrderAudited),
      delay(5),
      map(({ id }) => new ShipOrder(id)),
    );
  }
}

@Controller()
class OrdersController {
  constructor(private readonly commands: CommandBus) {}

  @Get('place')
  place(): Promise<string> {
    return this.commands.execute(new PlaceOrder('7'));
  }
}

class CityLine {
  execute(line: string): string {
    return line;
  }
}
// A bus of another sort.
Object.defineProperty(CityLine, 'name', { value: 'CommandBus' });

const start = (observability: ObservabilityOptions = {}): Promise<RunningApplication> =>
  startApplication({
    imports: [CqrsModule.forRoot()],
    controllers: [OrdersController],
    providers: [
      PlaceOrderHandler,
      ShipOrderHandler,
      FindOrderHandler,
      MailHandler,
      AuditHandler,
      ShippedHandler,
      OrderSagas,
    ],
    observability,
  });

const executions = ({ recorder }: RunningApplication) =>
  recorder.operations.filter(({ kind }) => kind === 'cqrs.execution');
const named = (application: RunningApplication, name: string) =>
  executions(application).find((operation) => operation.name === name)!;

afterEach(closeApplications);

describe('@nestjs/cqrs', () => {
  it('has an operation per command, query, handled event and saga, in the trace of the request', async () => {
    const application = await start();
    const { recorder } = application;

    await application.request('/place', { headers: { 'x-request-id': 'r-1' } });
    await recorder.waitFor(() => executions(application).length === 10);
    await recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /place'));

    const nameOf = (id: string | undefined) => recorder.spans.find((span) => span.spanContext().spanId === id)?.name;
    const parents = recorder.spans.map((span) => `${nameOf(span.parentSpanContext?.spanId)} > ${span.name}`);
    expect(parents.toSorted()).toEqual([
      'GET /place > OrdersController.place',
      'OrdersController.place > command PlaceOrder',
      'command PlaceOrder > publish OrderAudited',
      'command PlaceOrder > publish OrderPlaced',
      'command ShipOrder > publish OrderShipped',
      'command ShipOrder > publish OrderShipped',
      'publish OrderAudited > OrderAudited → AuditHandler.handle',
      'publish OrderAudited > saga OrderSagas.audited',
      'publish OrderPlaced > OrderPlaced → AuditHandler.handle',
      'publish OrderPlaced > OrderPlaced → MailHandler.handle',
      'publish OrderPlaced > saga OrderSagas.placed',
      'publish OrderShipped > OrderShipped → ShippedHandler.handle',
      'publish OrderShipped > OrderShipped → ShippedHandler.handle',
      'saga OrderSagas.audited > command ShipOrder',
      'saga OrderSagas.placed > command ShipOrder',
      'undefined > GET /place',
    ]);
    expect(new Set(recorder.spans.map((span) => span.spanContext().traceId)).size).toBe(1);
    expect(recorder).toHaveSpan('command PlaceOrder', {
      'cqrs.kind': 'command',
      'cqrs.name': 'PlaceOrder',
      'code.function.name': 'PlaceOrderHandler.execute',
    });
  });

  it.each([true, false])(
    'draws the chain of causes, spans or not (%p): request, event, saga, event',
    async (enabled) => {
      const application = await start({ traces: { enabled } });

      await application.request('/place', { headers: { 'x-request-id': 'r-1', 'x-correlation-id': 'c-1' } });
      await application.recorder.waitFor(() => executions(application).length === 10);

      const placed = named(application, 'OrderPlaced → MailHandler.handle').scope;
      expect(named(application, 'command PlaceOrder').scope).toMatchObject({ messageId: 'r-1', correlationId: 'c-1' });
      expect(placed).toMatchObject({ requestId: 'r-1', correlationId: 'c-1', causationId: 'r-1' });
      expect(named(application, 'OrderPlaced → AuditHandler.handle').scope.messageId).toBe(placed.messageId);
      expect(named(application, 'saga OrderSagas.placed').scope).toMatchObject({
        correlationId: 'c-1',
        causationId: 'r-1',
        messageId: placed.messageId,
      });
      expect(named(application, 'OrderShipped → ShippedHandler.handle').scope).toMatchObject({
        correlationId: 'c-1',
        causationId: placed.messageId,
      });
      const audited = named(application, 'OrderAudited → AuditHandler.handle').scope.messageId;
      expect(audited).not.toBe(placed.messageId);
      expect(named(application, 'saga OrderSagas.audited').scope.messageId).toBe(audited);
      expect(application.recorder).toHaveLogged({ message: 'mailed', causation_id: 'r-1', event_id: placed.messageId });
      expect(application.recorder).toHaveLogged({ message: 'shipped', causation_id: placed.messageId });
    },
  );

  it('counts executions by kind, name and outcome, and events as events', async () => {
    const application = await start();
    const { app, recorder } = application;
    const commands = app.get(CommandBus);

    await commands.execute(new PlaceOrder('unmailable'));
    await expect(commands.execute(new PlaceOrder('broken'))).rejects.toThrow('broken');
    await expect(app.get(QueryBus).execute(new FindOrder('7'))).resolves.toBe('7');
    expect(() => commands.execute(new OrderPlaced('no command'))).toThrow('OrderPlaced');
    await recorder.waitFor(() => executions(application).length === 13);

    const executed = (kind: string, name: string, outcome: string, count: number) =>
      expect(application).toHaveSample('cqrs_executions_total', { kind, name, outcome }, count);
    await executed('command', 'PlaceOrder', 'ok', 1);
    await executed('command', 'PlaceOrder', 'error', 1);
    await executed('command', 'OrderPlaced', 'error', 1);
    await executed('query', 'FindOrder', 'ok', 1);
    await executed('event', 'OrderPlaced', 'error', 1);
    await executed('event', 'OrderPlaced', 'ok', 1);
    await executed('saga', 'OrderSagas.placed', 'ok', 1);
    const duration = { kind: 'command', name: 'PlaceOrder' };
    await expect(application).toHaveSample('cqrs_execution_duration_seconds_count', duration, 2);
    const mail = { event_type: 'OrderPlaced', handler: 'MailHandler.handle' };
    await expect(application).toHaveSample('events_published_total', { event_type: 'OrderPlaced' }, 1);
    await expect(application).toHaveSample('events_processed_total', mail, 1);
    await expect(application).toHaveSample('events_failed_total', mail, 1);
    await expect(application).toHaveSample('event_processing_duration_seconds_count', { event_type: 'OrderPlaced' }, 2);
    await expect(application).toHaveSample('events_pending', { event_type: 'OrderPlaced' }, 0);
  });

  it('leaves unhandled exceptions to their bus', async () => {
    const application = await start();
    const seen: unknown[] = [];
    application.app.get(UnhandledExceptionBus).subscribe(({ cause, exception }) => void seen.push([cause, exception]));

    await application.app.get(EventBus).publish(new OrderPlaced('unmailable'));
    await application.recorder.waitFor(() => seen.length === 1);

    expect(seen).toEqual([[new OrderPlaced('unmailable'), new RangeError('no address')]]);
  });

  it("marks a saga's dispatch as failed with its command", async () => {
    const application = await start();

    application.app.get(EventBus).publish(new OrderPlaced('unshippable'));
    await application.recorder.waitFor(() => named(application, 'saga OrderSagas.placed'));

    expect(named(application, 'saga OrderSagas.placed')).toMatchObject({
      outcome: 'error',
      error: new RangeError('too heavy'),
    });
  });

  it('follows events through a publisher of the application, whatever context that hands them over in', async () => {
    const application = await start();
    const events = application.app.get(EventBus);
    const handedOver: (() => void)[] = [];
    const { publisher } = events;
    events.publisher = { publish: (event: object) => void handedOver.push(() => publisher.publish(event)) };

    await application.request('/place', { headers: { 'x-request-id': 'r-1' } });
    for (const handOver of handedOver) handOver();

    await application.recorder.waitFor(() => named(application, 'OrderPlaced → MailHandler.handle'));
    expect(named(application, 'OrderPlaced → MailHandler.handle').scope).toMatchObject({ causationId: 'r-1' });
  });

  it('takes a class of the same name for what it is', async () => {
    const application = await startApplication({ imports: [CqrsModule.forRoot()], providers: [CityLine] });

    expect(application.app.get(CityLine).execute('line 7')).toBe('line 7');
    expect(executions(application)).toEqual([]);
  });

  it('needs neither spans nor logs to count', async () => {
    const application = await start({ traces: { enabled: false }, logs: { enabled: false } });

    await application.app.get(CommandBus).execute(new PlaceOrder('7'));

    const placed = { kind: 'command', name: 'PlaceOrder', outcome: 'ok' };
    await expect(application).toHaveSample('cqrs_executions_total', placed, 1);
    await expect(application).toHaveSample('events_published_total', { event_type: 'OrderAudited' }, 1);
  });

  it('is not observed when switched off', async () => {
    const application = await start({ events: { enabled: false } });

    await application.app.get(CommandBus).execute(new PlaceOrder('7'));

    expect(application.recorder.operations).toEqual([]);
  });

  it('tells each of two applications its own', async () => {
    const [first, second] = [await start(), await start()];

    await first.app.get(QueryBus).execute(new FindOrder('7'));
    await second.app.get(QueryBus).execute(new FindOrder('8'));

    expect([executions(first).length, executions(second).length]).toEqual([1, 1]);
  });
});
