/** The live stream of a real application, over real sockets. */
import { Controller, Get, Logger, Param } from '@nestjs/common';
import { connect, type Socket } from 'node:net';
import type { LiveBatch } from '../../src/console/shapes/index.js';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import type { EventSourceClient } from '../support/event-source.js';
import { ConsoleReader, eventsOf, HEADERS, until, withConsole } from './console-reader.js';

const WORDY_LINES = 300;
const WORDY_LENGTH = 4_000;
const WORDY_BYTES = WORDY_LINES * WORDY_LENGTH;

@Controller('orders')
class OrdersController {
  private readonly log = new Logger('Orders');

  @Get('failing')
  fail(): never {
    throw new Error('no stock');
  }

  @Get('wordy')
  talk(): void {
    for (let line = 0; line < WORDY_LINES; line++) this.log.log(`${line} ${'x'.repeat(WORDY_LENGTH)}`);
  }

  @Get(':id')
  find(@Param('id') id: string): string {
    return id;
  }
}

const sockets: Socket[] = [];

afterEach(async () => {
  await closeApplications();
  for (const socket of sockets.splice(0)) socket.destroy();
});

describe.each(platforms)('the live stream, on %s', (platform) => {
  let application: RunningApplication;
  let reader: ConsoleReader;

  beforeEach(async () => {
    application = await startApplication({
      platform,
      controllers: [OrdersController],
      observability: withConsole({ logs: { maxPerSecond: 100_000 }, shutdown: { drainTimeoutMs: 0 } }),
    });
    reader = new ConsoleReader(application);
  });

  const get = async (path: string): Promise<void> => void (await (await application.request(path)).text());
  /** Once it has been greeted. */
  const watch = async (lastEventId?: string): Promise<EventSourceClient> => {
    const client = await reader.watch(lastEventId);
    await client.received(1);
    return client;
  };
  const pathsIn = (batches: readonly LiveBatch[]): unknown[] =>
    batches.flatMap(({ logs }) => logs.map(({ fields }) => fields['path'])).filter((path) => path !== undefined);

  it('is a stream of events that nothing on its way collects', async () => {
    const client = await watch();

    expect(client.status).toBe(200);
    expect(client.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    expect(client.headers['content-encoding']).toBeUndefined();
    expect(eventsOf(client, 'hello')).toEqual([{ processId: expect.any(String), sequence: expect.any(Number) }]);
    client.cut();
  });

  it('tells all who watch of the same traces, lines and errors', async () => {
    const clients = [await watch(), await watch()];
    await get('/orders/failing');
    await Promise.all(clients.map((client) => until(() => eventsOf(client, 'batch').length > 0)));

    const [batch] = eventsOf(clients[0]!, 'batch');

    expect(batch!.traces).toMatchObject([{ route: '/orders/failing', status: 'error' }]);
    expect(batch!.logs.at(-1)).toMatchObject({ level: 'error', traceId: batch!.traces[0]!.traceId });
    expect(batch).toMatchObject({ omittedTraces: 0, omittedLogs: 0, removedTraceIds: [], changed: ['errors'] });
    expect(clients[1]!.events.at(-1)).toEqual(clients[0]!.events.at(-1));
    for (const client of clients) client.cut();
  });

  it('gives to who comes back what was missed, neither more nor less', async () => {
    const first = await watch();
    await get('/orders/1');
    await until(() => pathsIn(eventsOf(first, 'batch')).length === 1);
    first.cut();
    await get('/orders/2');

    const second = await watch(first.lastEventId);
    await get('/orders/3');
    await until(() => pathsIn(eventsOf(second, 'batch')).length === 2);

    expect(pathsIn(eventsOf(second, 'batch'))).toEqual(['/orders/2', '/orders/3']);
    expect(eventsOf(second, 'gap')).toEqual([]);
    second.cut();
  });

  it('takes ten, tells the next one, and has room again when one leaves', async () => {
    const clients = await Promise.all(Array.from({ length: 10 }, () => watch()));

    const refused = await reader.ask('live');
    expect([refused.status, await refused.json()]).toEqual([
      503,
      {
        version: 1,
        error: { code: 'OBS_ERR_REQUEST_INVALID', fact: '10 pages watch already', fix: 'close one of them' },
      },
    ]);

    clients[0]!.cut();
    await until(async () => {
      const client = await reader.watch();
      client.cut();
      return client.status === 200;
    });
    for (const client of clients) client.cut();
  });

  it('is over with the application, and says so', async () => {
    const client = await watch();

    await application.close();

    await until(() => client.isClosed);
    expect(eventsOf(client, 'bye')).toEqual([{ because: 'shutdown' }]);
  });

  it('holds up neither the others nor the end when one does not read, however much there is to tell', async () => {
    const silent = await unread(application.port);
    const client = await watch();
    // More than the buffers of a connection take.
    for (let round = 1; round <= 10; round++) {
      await get('/orders/wordy');
      await until(() => pathsIn(eventsOf(client, 'batch')).length === round);
    }

    await application.close();

    await until(() => client.isClosed);
    expect(eventsOf(client, 'bye')).toEqual([{ because: 'shutdown' }]);
    const isOver = new Promise((resolve) => silent.once('close', resolve));
    silent.resume();
    await isOver;
    expect(silent.bytesRead).toBeLessThan(10 * WORDY_BYTES);
  });

  it('is open to nobody without the token', async () => {
    expect((await application.request('/observability/api/v1/live')).status).toBe(401);
  });
});

/** A client that asks for the stream and never reads of it; its end is told by the server alone. */
async function unread(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined).pause();
  const head = `GET /observability/api/v1/live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: ${HEADERS.authorization}\r\n\r\n`;
  await new Promise<void>((resolve) => socket.write(head, () => resolve()));
  return socket;
}
