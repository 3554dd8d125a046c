/** The causal tree of a request, drawn from nothing but log lines: it survives an outbox of plain JSON. */
import { Controller, Injectable, Logger, Post } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { eventMetadata, ObservabilityModule, restoreEventMetadata } from 'nestjs-observability';
import { TelemetryRecorder, type LogLine } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';

@Injectable()
class Outbox {
  readonly rows: string[] = [];
}

@Injectable()
class Billing {
  private readonly log = new Logger('Billing');

  constructor(
    private readonly emitter: EventEmitter2,
    private readonly outbox: Outbox,
  ) {}

  @OnEvent('order.created')
  async bill(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 2));
    this.log.log('billed');
    this.emitter.emit('invoice.written');
  }

  @OnEvent('invoice.written')
  send(): void {
    this.log.log('put into the outbox');
    this.outbox.rows.push(JSON.stringify({ metadata: eventMetadata() }));
  }
}

@Injectable()
class Relay {
  private readonly log = new Logger('Relay');

  constructor(private readonly emitter: EventEmitter2) {}

  /** As another process would: it has the row's text and nothing else. */
  deliver(row: string): void {
    const { metadata } = JSON.parse(row) as { metadata: unknown };
    restoreEventMetadata(metadata, { name: 'invoice.sent' }, () => {
      this.log.log('delivered');
      this.emitter.emit('invoice.delivered');
    });
  }

  @OnEvent('invoice.delivered')
  archive(): void {
    this.log.log('archived');
  }
}

@Controller('orders')
class OrdersController {
  private readonly log = new Logger('Orders');

  constructor(private readonly emitter: EventEmitter2) {}

  @Post()
  create(): void {
    this.log.log('creating');
    this.emitter.emit('order.created');
  }
}

/** Each line under the line of its cause, as `message`, by the ids alone. */
function treeOf(lines: readonly LogLine[], cause: unknown, depth = 0): string[] {
  const caused = lines.filter((line) => line['causation_id'] === cause);
  return caused.flatMap((line) => [
    `${'  '.repeat(depth)}${String(line['message'])}`,
    ...treeOf(lines, line['event_id'], depth + 1),
  ]);
}

afterEach(closeApplications);

const application = {
  imports: [EventEmitterModule.forRoot()],
  controllers: [OrdersController],
  providers: [Outbox, Billing, Relay],
};
const headers = { 'x-request-id': 'r-1', 'x-correlation-id': 'c-1' };
const tree = ['billed', '  put into the outbox', '    delivered', '      archived'];

/** Lets an order pass through all of it; gives the lines that belong to it. */
async function linesOfOrder({ app, request }: RunningApplication, recorder: TelemetryRecorder): Promise<LogLine[]> {
  const { rows } = app.get(Outbox);
  await request('/orders', { method: 'POST', headers });
  await recorder.waitFor(() => rows.length === 1);
  app.get(Relay).deliver(rows[0]!);
  return recorder.lines.filter((line) => line['correlation_id'] === 'c-1');
}

it('is readable from log lines alone, through events, a restored message and what that causes', async () => {
  const running = await startApplication(application);
  const { recorder } = running;

  const lines = await linesOfOrder(running, recorder);

  expect(lines.find(({ message }) => message === 'creating')).toMatchObject({ request_id: 'r-1' });
  expect(treeOf(lines, 'r-1')).toEqual(tree);
  const traceOf = (message: string) => lines.find((line) => line['message'] === message)!['trace_id'];
  expect(traceOf('put into the outbox')).toBe(traceOf('creating'));
  expect(traceOf('delivered')).not.toBe(traceOf('creating'));
  const delivered = recorder.spans.find(({ name }) => name === 'invoice.sent')!;
  expect(delivered.links.map(({ context }) => context.traceId)).toEqual([traceOf('creating')]);
});

it('needs neither spans nor metrics nor completion lines', async () => {
  const recorder = new TelemetryRecorder();
  const off = { enabled: false };
  const logs = { ...recorder.observing().logs, completion: false };
  const observability = ObservabilityModule.forRoot({ traces: off, metrics: off, logs });

  const lines = await linesOfOrder(await startApplication({ ...application, observability }), recorder);

  expect(treeOf(lines, 'r-1')).toEqual(tree);
});

it('replaces a hostile correlation id before anything is caused', async () => {
  const { recorder, request } = await startApplication(application);

  for (const hostile of ['a b', 'x'.repeat(10_000), 'ünïcode', '"},{"level":"FATAL'])
    await request('/orders', {
      method: 'POST',
      headers: { 'x-correlation-id': Buffer.from(hostile).toString('latin1') },
    });
  await recorder.waitFor(({ lines }) => lines.filter(({ message }) => message === 'billed').length === 4);

  const ids = recorder.lines.filter(({ message }) => message === 'billed').map((line) => line['correlation_id']);
  expect(ids).toEqual(recorder.lines.filter(({ message }) => message === 'creating').map((line) => line['request_id']));
  for (const id of ids) expect(id).toMatch(/^[\w-]{1,128}$/);
});
