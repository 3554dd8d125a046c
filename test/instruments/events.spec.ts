/** Events over a bus of the application's own in a real application: what is published, owed and processed, and what it belongs to. */
import { Controller, Injectable, Post, Query } from '@nestjs/common';
import { eventMetadata, type EventMetadata } from 'nestjs-observability';
import { EventsInstrument } from 'nestjs-observability/instruments';
import { ManualClock } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { samplesOfFamily } from '../support/samples.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';

const clock = new ManualClock();

interface Message {
  readonly type: string;
  readonly metadata: EventMetadata;
}

/** A bus as applications write them: what is published waits until it is pumped, as a row of an outbox does. */
@Injectable()
class Outbox {
  readonly waiting: Message[] = [];

  constructor(private readonly events: EventsInstrument) {}

  publish(type: string): void {
    this.events.publish(type, (metadata) => this.waiting.push({ type, metadata }), { system: 'outbox' });
  }

  async pump(handle: () => unknown, relation?: 'link' | 'parent'): Promise<void> {
    for (const { type, metadata } of this.waiting.splice(0)) {
      const options = { system: 'outbox', metadata, ...(relation && { relation }) };
      await this.events.process(type, 'Invoices.onPaid', async () => handle(), options);
    }
  }
}

@Controller('orders')
class OrdersController {
  constructor(
    private readonly outbox: Outbox,
    private readonly events: EventsInstrument,
  ) {}

  @Post()
  pay(@Query('how') how: string): void {
    if (how === 'outbox') this.outbox.publish('order.paid');
    else this.events.publish('order.paid', () => this.deliver());
  }

  private deliver(): void {
    this.events.process('order.paid', 'Invoices.onPaid', () => clock.advance(20));
  }
}

const family = /^events?_/;
let application: RunningApplication;
let events: EventsInstrument;
let outbox: Outbox;

beforeEach(async () => {
  application = await startApplication({
    controllers: [OrdersController],
    providers: [Outbox],
    observability: { plugins: [{ name: 'clock', clock }] },
  });
  events = application.app.get(EventsInstrument);
  outbox = application.app.get(Outbox);
});
afterEach(closeApplications);

async function pay(how: 'outbox' | 'directly'): Promise<void> {
  await application.request(`/orders?how=${how}`, { method: 'POST' });
  const { recorder } = application;
  await recorder.waitFor(() => recorder.spans.some(({ name }) => name === 'POST /orders'));
}

describe('an event', () => {
  it('is counted when it is published, and each delivery when its handler has settled it', async () => {
    for (let order = 0; order < 3; order++) outbox.publish('order.paid');
    events.published('order.shipped');
    let order = 0;
    const handle = (): void => {
      clock.advance(100);
      if (++order === 2) throw new RangeError('cannot');
    };
    const pumping = outbox.pump(handle);

    await expect(pumping).rejects.toThrow('cannot');
    expect(await samplesOfFamily(application, family)).toEqual({
      'events_published_total{event_type="order.paid"}': 3,
      'events_published_total{event_type="order.shipped"}': 1,
      'events_processed_total{event_type="order.paid",handler="Invoices.onPaid"}': 2,
      'events_failed_total{event_type="order.paid",handler="Invoices.onPaid"}': 1,
      'event_processing_duration_seconds_count{event_type="order.paid"}': 2,
      'event_processing_duration_seconds_sum{event_type="order.paid"}': 0.2,
      'events_pending{event_type="order.paid"}': 0,
    });
  });

  it('that a handler meets while it is published is a part of that, and caused by it', async () => {
    await pay('directly');

    const { publish, process } = spans();
    expect(publish.attributes).toEqual({
      'messaging.operation.type': 'send',
      'messaging.operation.name': 'publish',
      'messaging.destination.name': 'order.paid',
      'messaging.message.id': expect.any(String),
    });
    expect(process.parentSpanContext?.spanId).toBe(publish.spanContext().spanId);
    expect(process.attributes).toMatchObject({
      'messaging.operation.type': 'process',
      'messaging.message.id': publish.attributes['messaging.message.id'],
      'code.function.name': 'Invoices.onPaid',
    });
    const [request, delivery] = [operation('http.server'), operation('event.process')];
    expect(delivery.scope).toMatchObject({
      messageId: publish.attributes['messaging.message.id'],
      causationId: request.scope.requestId,
      correlationId: request.scope.correlationId,
    });
  });

  it('carries what links its handling to its publishing, whatever time has gone by', async () => {
    await pay('outbox');
    await outbox.pump(() => undefined);

    const { publish, process } = spans();
    expect(publish.attributes['messaging.system']).toBe('outbox');
    expect(process.parentSpanContext).toBeUndefined();
    expect(process.links.map(({ context }) => context.spanId)).toEqual([publish.spanContext().spanId]);
    expect(process.attributes['messaging.message.id']).toBe(publish.attributes['messaging.message.id']);
    const [request, delivery] = [operation('http.server'), operation('event.process')];
    expect(delivery.scope).toMatchObject({
      messageId: publish.attributes['messaging.message.id'],
      correlationId: request.scope.correlationId,
    });
  });

  it('continues the trace of its publishing on request', async () => {
    await pay('outbox');
    await outbox.pump(() => undefined, 'parent');

    const { publish, process } = spans();
    expect(process.parentSpanContext?.spanId).toBe(publish.spanContext().spanId);
    expect(process.links).toEqual([]);
  });

  it('is processed whatever its metadata are', () => {
    const hostile = [
      null,
      7,
      'text',
      { trace_id: 'x', event_id: '<script>' },
      { event_id: 'e-1', correlation_id: 'c-1' },
    ];
    for (const metadata of hostile)
      expect(events.process('order.paid', 'Invoices.onPaid', () => 'done', { metadata })).toBe('done');

    const ids = application.recorder.operations.map(({ scope }) => scope.messageId);
    expect(ids).toEqual([...hostile.slice(1).map(() => expect.any(String)), 'e-1']);
    expect(ids).not.toContain('<script>');
  });

  it('that is processed outside any publishing is a part of whatever runs there', () => {
    events.process('order.paid', 'Invoices.onPaid', () => eventMetadata());

    expect(operation('event.process').scope.causationId).toBeUndefined();
  });
});

describe('an owed delivery', () => {
  it('is pending until its handler has settled it', async () => {
    const owed = [events.owed('order.paid'), events.owed('order.paid'), events.owed('order.paid')];
    await expectPending(3);
    let finish: () => void = () => undefined;
    const done = owed[0]!.process('Invoices.onPaid', () => new Promise<void>((resolve) => (finish = resolve)));

    await expectPending(3);
    finish();
    await done;
    await expectPending(2);
    owed[1]!.settle();

    expect(await samplesOfFamily(application, family)).toEqual({
      'events_pending{event_type="order.paid"}': 1,
      'events_processed_total{event_type="order.paid",handler="Invoices.onPaid"}': 1,
      'event_processing_duration_seconds_count{event_type="order.paid"}': 1,
      'event_processing_duration_seconds_sum{event_type="order.paid"}': 0,
    });
    owed[2]!.settle();
    await expectPending(0);
  });

  it('that is settled twice is a misuse, and its handler runs all the same', async () => {
    const owed = events.owed('order.paid');
    owed.settle();
    owed.settle();

    expect(owed.process('Invoices.onPaid', () => 'done')).toBe('done');
    await expectPending(0);
    await expectMisuse('closed_twice', 2);
  });

  it('that its bus has lost is settled, and counted as leaked', async () => {
    oweAndForget(events);
    await expectPending(1);

    await collectGarbage();

    await expectMisuse('leaked', 1);
    await expectPending(0);
  }, 60_000);
});

it('has no leak in what its bus still owes when the application stops', async () => {
  oweAndForget(events);
  await application.close();
  await collectGarbage();

  expect(application.recorder.lines.filter(({ level }) => level === 'WARN')).toEqual([]);
}, 60_000);

it('works the same where observability is off', async () => {
  const off = await startApplication({
    controllers: [OrdersController],
    providers: [Outbox],
    observability: { enabled: false },
  });
  const bus = off.app.get(Outbox);
  bus.publish('order.paid');

  expect(bus.waiting).toEqual([
    { type: 'order.paid', metadata: expect.objectContaining({ event_id: expect.any(String) }) },
  ]);
  await bus.pump(() => undefined);
  expect(
    off.app
      .get(EventsInstrument)
      .owed('order.paid')
      .process('Invoices.onPaid', () => 'done'),
  ).toBe('done');
  expect(off.recorder.started).toEqual([]);
});

function spans() {
  const named = (name: string) => application.recorder.spans.find((span) => span.name === name)!;
  return { publish: named('publish order.paid'), process: named('order.paid → Invoices.onPaid') };
}

function operation(kind: string) {
  return application.recorder.operations.find((candidate) => candidate.kind === kind)!;
}

async function expectPending(count: number): Promise<void> {
  await expect(application).toHaveSample('events_pending', { event_type: 'order.paid' }, count);
}

async function expectMisuse(misuse: string, count: number): Promise<void> {
  const labels = { instrument: 'events', misuse };
  await expect(application).toHaveSample('observability_instrument_misuses_total', labels, count);
}

function oweAndForget(instrument: EventsInstrument): void {
  instrument.owed('order.paid');
}
