/** What probes must not do to an application: take its connections, end its process, mute its telemetry, tell its secrets. */
import { Inject, Injectable } from '@nestjs/common';
import { BullModule } from '@nestjs/bullmq';
import { createPool } from 'mysql2/promise';
import { databaseCheck, HealthRegistry, Traced } from 'nestjs-observability';
import { Pool } from 'pg';
import { closeApplications, type RunningApplication } from '../support/application.js';
import { describeWith } from '../support/services.js';
import { becomes, ready, startWith } from './outage-suite.js';
import { TcpProxy } from './tcp-proxy.js';

const POOL = Symbol('pool');
const pools: { end(): Promise<void> }[] = [];
const proxies: TcpProxy[] = [];

afterEach(async () => {
  for (const proxy of proxies) await proxy.restore();
  await closeApplications();
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  for (const proxy of proxies.splice(0)) await proxy.refuse();
});

describeWith(['postgresql'], 'Probes of a PostgreSQL pool', ({ postgresql: url }) => {
  it('hold no connection of a server that hangs: afterwards all of them are there for the application', async () => {
    const { proxy, pool, application } = await startPool({ max: 2 });
    await becomes(application, 200, { database: 'ok' });

    proxy.hang();
    for (let probe = 0; probe < 4; probe++) expect((await ready(application)).status).toBe(503);
    expect(pool.waitingCount).toBe(0);
    expect(pool.totalCount - pool.idleCount).toBeLessThanOrEqual(1);
    await proxy.restore();
    await becomes(application, 200, { database: 'ok' });

    const both = await Promise.all([pool.connect(), pool.connect()]);
    expect([pool.totalCount, pool.waitingCount]).toEqual([2, 0]);
    for (const client of both) client.release();
  });

  it('give back what a full pool hands out too late', async () => {
    const { pool, application } = await startPool({ max: 1 });
    const taken = await pool.connect();

    const full = await ready(application);
    taken.release();
    await becomes(application, 200, { database: 'ok' });

    expect([full.status, full.checks]).toEqual([503, { steady: 'ok', database: 'fail' }]);
    expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0]);
  });

  it('leave no idle connection in a pool whose errors nobody hears: its end would end the process', async () => {
    const { proxy, pool, application } = await startPool({ max: 2 });
    pool.removeAllListeners('error');

    await becomes(application, 200, { database: 'ok' });
    const { totalCount } = pool;
    await proxy.refuse();
    await becomes(application, 503, { database: 'fail' });

    expect(totalCount).toBe(0);
  });

  it('do not mute what happens later on the connection that one of them opened', async () => {
    @Injectable()
    class Notified {
      count = 0;

      constructor(@Inject(POOL) readonly pool: Pool) {}

      @Traced()
      received(): void {
        this.count++;
      }
    }
    const { pool, application } = await startPool({ max: 1 }, [Notified]);
    await becomes(application, 200, { database: 'ok' });
    const notified = application.app.get(Notified);
    const client = await pool.connect();

    client.on('notification', () => notified.received());
    await client.query('LISTEN orders');
    await client.query('NOTIFY orders');
    await application.recorder.waitFor(() => notified.count === 1);
    client.release(true);

    expect(application.recorder.spans.map(({ name }) => name)).toContain('Notified.received');
  });

  it('are told apart by number, and left out where the application has its own check', async () => {
    const [orders, reports] = [poolOf(url), poolOf(url)];

    @Injectable()
    class Checks {
      constructor(@Inject('archive') archive: Pool, health: HealthRegistry) {
        health.register(databaseCheck('archive', archive, { isOptional: true }));
      }
    }
    const application = await startWith({
      providers: [
        { provide: 'orders', useValue: orders },
        { provide: 'reports', useFactory: () => ({ pool: reports }) },
        { provide: 'archive', useFactory: () => poolOf(url) },
        Checks,
      ],
    });

    expect((await ready(application)).checks).toEqual({
      steady: 'ok',
      archive: 'ok',
      database: 'ok',
      'database#2': 'ok',
    });
  });

  it('tell why they fail without telling the password', async () => {
    const password = 'hunter2-of-postgres';
    const wrong = Object.assign(new URL(url), { username: 'nobody', password, pathname: '/nowhere' }).href;
    const application = await startWith({ providers: [{ provide: POOL, useFactory: () => poolOf(wrong) }] });

    const { text } = await becomes(application, 503, { database: 'fail' });
    const log = JSON.stringify(application.recorder.lines);

    expect(JSON.parse(text).details.database.message).toMatch(/nobody|nowhere/);
    expect(text + log).not.toContain(password);
  });

  function poolOf(connectionString: string, max = 2): Pool {
    const pool = new Pool({ connectionString, max }).on('error', () => undefined);
    pools.push(pool);
    return pool;
  }

  async function startPool({ max }: { max: number }, providers: never[] | (new (pool: Pool) => object)[] = []) {
    const proxy = await TcpProxy.before(url);
    proxies.push(proxy);
    const pool = poolOf(proxy.urlOf(url), max);
    const application = await startWith({ providers: [{ provide: POOL, useFactory: () => pool }, ...providers] });
    return { proxy, pool, application };
  }
});

describeWith(['mariadb'], 'Probes of a MariaDB pool', ({ mariadb: url }) => {
  it('hold no connection of a server that hangs: afterwards all of them are there for the application', async () => {
    const proxy = await TcpProxy.before(url);
    proxies.push(proxy);
    const pool = createPool({ uri: proxy.urlOf(url), connectionLimit: 2 });
    pools.push(pool);
    const application = await startWith({ providers: [{ provide: POOL, useFactory: () => pool }] });
    await becomes(application, 200, { database: 'ok' });

    proxy.hang();
    for (let probe = 0; probe < 4; probe++) expect((await ready(application)).status).toBe(503);
    await proxy.restore();
    await becomes(application, 200, { database: 'ok' });

    const both = await Promise.all([pool.getConnection(), pool.getConnection()]);
    for (const connection of both) connection.release();
    expect(both).toHaveLength(2);
  });
});

describeWith(['redis'], 'Probes of Redis', ({ redis: url }) => {
  it('are one for all queues that share a server', async () => {
    const { hostname: host, port } = new URL(url);
    const application: RunningApplication = await startWith({
      imports: [
        BullModule.forRoot({ connection: { host, port: Number(port) } }),
        BullModule.registerQueue({ name: 'orders' }, { name: 'mails' }),
      ],
    });

    expect((await becomes(application, 200, { redis: 'ok' })).checks).toEqual({ steady: 'ok', redis: 'ok' });
  });
});
