/** What docs/10-instruments.md shows beside the decision desk: its blocks are regions of this file, and do here what the page says of them. */
import cluster from 'node:cluster';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import {
  BuffersInstrument,
  CachesInstrument,
  ConnectionsInstrument,
  DatabaseInstrument,
  EventsInstrument,
  JourneysInstrument,
  PoolsInstrument,
  ProcessesInstrument,
  RateLimitsInstrument,
  TransportsInstrument,
  WebSocketsInstrument,
} from 'nestjs-observability/instruments';
import { WebSocket, WebSocketServer } from 'ws';
import { closeApplications, startApplication, type RunningApplication } from '../../support/application.js';
import '../../support/matchers.js';

// #region journeys
@Injectable()
class Signup {
  private readonly journey;

  constructor(journeys: JourneysInstrument) {
    this.journey = journeys.journey('signup', { stages: ['form', 'e-mail confirmed'] });
  }

  opened(user: string): void {
    this.journey.enter('form', user); // without a key: the session of the request, else its user
  }

  sent(user: string): void {
    this.journey.complete('form', user);
  }
}
// #endregion

// #region processes
@Injectable()
class PdfRenderer {
  constructor(private readonly processes: ProcessesInstrument) {}

  async render(script: string): Promise<string> {
    const child = this.processes.spawn(process.execPath, ['-e', script], { name: 'renderer' });
    const { outcome } = await child.ended; // graceful, forced or crashed
    return outcome;
  }
}
// #endregion

// #region transports
@Injectable()
class Printer {
  private readonly serial;

  constructor(transports: TransportsInstrument) {
    this.serial = transports.transport('serial');
  }

  async print(text: string, write: (line: string) => Promise<void>): Promise<void> {
    const call = this.serial.call('print');
    try {
      await write(text);
      call.sent(Buffer.byteLength(text));
      call.end();
    } catch (error) {
      call.fail(error);
      throw error;
    }
  }
}
// #endregion

// #region connections
@Injectable()
class Gauges {
  constructor(private readonly connections: ConnectionsInstrument) {}

  accept(socket: Pick<Socket, 'on'>): void {
    const connection = this.connections.open({ protocol: 'modbus' });
    socket.on('error', (error: Error) => connection.fail(error));
    socket.on('close', () => connection.close());
  }
}
// #endregion

// #region pools
@Injectable()
class Workers {
  private readonly slots;

  constructor(pools: PoolsInstrument) {
    this.slots = pools.pool('workers', { max: 2 });
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const lease = await this.slots.acquire();
    try {
      return await work();
    } finally {
      lease.release();
    }
  }
}
// #endregion

// #region memory
@Injectable()
class Frames {
  private readonly free: Buffer[] = [];
  private readonly meter;

  constructor(buffers: BuffersInstrument) {
    this.meter = buffers.pool('frames');
    this.meter.watchSize(() => this.free.length);
  }

  take(): Buffer {
    const free = this.free.pop();
    this.meter.taken({ isReused: free !== undefined });
    return free ?? Buffer.alloc(64);
  }
}

@Injectable()
class Prices {
  private readonly known = new Map<string, number>();
  private readonly cache;

  constructor(caches: CachesInstrument) {
    this.cache = caches.cache('prices');
    this.cache.watchEntries(() => this.known.size);
  }

  async of(item: string, ask: () => Promise<number>): Promise<number> {
    const known = this.known.get(item);
    if (known !== undefined) {
      this.cache.hit();
      return known;
    }
    this.cache.miss();
    const price = await this.cache.load(ask);
    this.known.set(item, price);
    return price;
  }
}
// #endregion

// #region events
@Injectable()
class Outbox {
  private readonly rows: { readonly type: string; readonly metadata: unknown }[] = [];

  constructor(private readonly events: EventsInstrument) {}

  publish(type: string): void {
    this.events.publish(type, (metadata) => this.rows.push({ type, metadata }), { system: 'outbox' });
  }

  async deliver(handle: (type: string) => Promise<void>): Promise<void> {
    for (const { type, metadata } of this.rows.splice(0))
      await this.events.process(type, 'Invoices.onPaid', () => handle(type), { system: 'outbox', metadata });
  }
}
// #endregion

// #region limits
@Injectable()
class Questions {
  private readonly limiter;
  private left = 1;

  constructor(limits: RateLimitsInstrument) {
    this.limiter = limits.limiter({ scope: 'per_minute', resource: 'Questions.ask' });
  }

  mayAsk(): boolean {
    return this.limiter.check(this.left-- > 0); // counts, and hands on what it was given
  }
}
// #endregion

// #region database
@Injectable()
class Ledger {
  constructor(private readonly database: DatabaseInstrument) {}

  find(name: string, query: (statement: string) => Promise<string[]>): Promise<string[]> {
    const statement = `SELECT * FROM ledger WHERE name = '${name}'`;
    return this.database.query({ system: 'sqlite', statement }, () => query(statement));
  }
}
// #endregion

afterEach(closeApplications);
afterEach(() => jest.restoreAllMocks());

describe('the instruments of the page', () => {
  let application: RunningApplication;

  beforeEach(async () => {
    application = await startApplication({
      providers: [Signup, PdfRenderer, Printer, Gauges, Workers, Frames, Prices, Outbox, Questions, Ledger],
    });
  });

  it('count stages, children, calls and connections', async () => {
    const { app } = application;
    app.get(Signup).opened('ada');
    app.get(Signup).sent('ada');
    expect(await app.get(PdfRenderer).render('')).toBe('graceful');
    await app.get(Printer).print('hello', async () => undefined);
    const listeners = new Map<string, (error: Error) => void>();
    const socket = { on: (event: string, listener: (error: Error) => void) => listeners.set(event, listener) };
    app.get(Gauges).accept(socket as unknown as Socket);
    listeners.get('close')!(new Error('never looked at'));

    await expect(application).toHaveSample('journey_stage_completed_total', { journey: 'signup', stage: 'form' }, 1);
    await expect(application).toHaveSample(
      'child_process_exits_total',
      { process: 'renderer', outcome: 'graceful' },
      1,
    );
    await expect(application).toHaveSample('transport_operations_total', { transport: 'serial', outcome: 'ok' }, 1);
    await expect(application).toHaveSample('transport_body_bytes_total', { transport: 'serial' }, 5);
    expect(application.recorder).toHaveOperation({ kind: 'connection', outcome: 'ok' });
  });

  it('count leases, buffers, look-ups, deliveries, limits and queries', async () => {
    const { app } = application;
    await app.get(Workers).run(async () => 'done');
    app.get(Frames).take();
    for (let count = 0; count < 2; count++) await app.get(Prices).of('tea', async () => 5);
    app.get(Outbox).publish('order.paid');
    await app.get(Outbox).deliver(async () => undefined);
    expect([app.get(Questions).mayAsk(), app.get(Questions).mayAsk()]).toEqual([true, false]);
    await app.get(Ledger).find('ada', async (statement) => [statement]);

    await expect(application).toHaveSample('pool_size', { pool: 'workers' }, 2);
    await expect(application).toHaveSample('buffer_pool_allocations_total', { pool: 'frames' }, 1);
    await expect(application).toHaveSample('cache_requests_total', { cache: 'prices', result: 'hit' }, 1);
    await expect(application).toHaveSample('cache_entries', { cache: 'prices' }, 1);
    await expect(application).toHaveSample('events_processed_total', { event_type: 'order.paid' }, 1);
    await expect(application).toHaveSample('rate_limit_hits_total', { scope: 'per_minute' }, 1);
    await expect(application).toHaveSample('db_query_duration_seconds_count', { operation: 'SELECT' }, 1);
  });

  it('count the clients of a plain server', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    const webSockets = application.app.get(WebSocketsInstrument);
    // #region websockets
    const observed = webSockets.observe(server, { path: '/live' });
    // #endregion
    await once(server, 'listening');
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await once(client, 'open');

    await expect(application).toHaveSample('websocket_connections_active', {}, 1);

    observed.forget();
    client.terminate();
    await new Promise((resolve) => server.close(resolve));
  });

  it('of many processes are added up by the file that forks', async () => {
    const fork = jest.spyOn(cluster, 'fork').mockImplementation();

    await import('./primary.js');

    expect(fork).toHaveBeenCalledTimes(1);
    expect(cluster.listenerCount('message')).toBeGreaterThan(0);
  });
});
