/** Pools at real servers: one that is exhausted, and a Redis that goes away and comes back. */
import { Redis } from 'ioredis';
import { Pool, type PoolClient } from 'pg';
import { createClientPool } from 'redis';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PoolsInstrument } from 'nestjs-observability/instruments';
import { setTimeout as wait } from 'node:timers/promises';
import { TcpProxy } from '../health/tcp-proxy.js';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { countsOfFamily } from '../support/samples.js';
import { describeWith } from '../support/services.js';
import '../support/matchers.js';

let application: RunningApplication;

const samples = () => countsOfFamily(application, /^(?:pool_|db_pool_size|db_errors_total)/);
const waited = async (pool: string): Promise<number> => {
  const page = await application.scrape();
  return Number(page.split(`pool_wait_duration_seconds_sum{pool="${pool}"} `)[1]?.split('\n')[0]);
};

afterEach(closeApplications);

describeWith(['postgresql'], 'A pool of pg that is exhausted', ({ postgresql }) => {
  let pool: Pool;

  beforeEach(() => void (pool = new Pool({ connectionString: postgresql, max: 2 })));

  const exhausted = async (): Promise<void> => {
    const [first, second] = [await pool.connect(), await pool.connect()];
    const waiting = [pool.connect(), pool.connect(), pool.connect()];
    const inNeed = await samples();
    await wait(200);
    first.release();
    second.release();
    for (const client of waiting) await client.then((connected: PoolClient) => connected.release());

    expect(inNeed).toEqual({
      db_pool_size: 2,
      'pool_connections_created_total{pool="orders"}': 2,
      'pool_connections_reused_total{pool="orders"}': 0,
      'pool_connections_idle{pool="orders"}': 0,
      'pool_connections_in_use{pool="orders"}': 2,
      'pool_size{pool="orders"}': 2,
      'pool_pending{pool="orders"}': 3,
      'pool_wait_duration_seconds_count{pool="orders"}': 2,
    });
    expect(await samples()).toEqual({
      db_pool_size: 2,
      'pool_connections_created_total{pool="orders"}': 2,
      'pool_connections_reused_total{pool="orders"}': 3,
      'pool_connections_idle{pool="orders"}': 2,
      'pool_connections_in_use{pool="orders"}': 0,
      'pool_size{pool="orders"}': 2,
      'pool_pending{pool="orders"}': 0,
      'pool_wait_duration_seconds_count{pool="orders"}': 5,
    });
    const seconds = await waited('orders');
    expect(seconds).toBeGreaterThan(3 * 0.19);
    expect(seconds).toBeLessThan(10);
  };

  const closed = async (): Promise<void> => {
    await pool.end();

    expect(await samples()).toEqual({
      db_pool_size: 0,
      'pool_connections_created_total{pool="orders"}': 2,
      'pool_connections_reused_total{pool="orders"}': 3,
      'pool_wait_duration_seconds_count{pool="orders"}': 5,
    });
  };

  it.each([true, false])('tells exactly that; databases followed by themselves: %s', async (enabled) => {
    application = await startApplication({ observability: { database: { enabled } } });
    application.app.get(PoolsInstrument).observe(pool, { name: 'orders' });

    await exhausted();
    await closed();
  });

  it('counts a wait that was in vain as an error, and not as a wait', async () => {
    application = await startApplication({});
    await pool.end();
    pool = new Pool({ connectionString: postgresql, max: 1, connectionTimeoutMillis: 50 });
    application.app.get(PoolsInstrument).observe(pool, { name: 'orders' });
    const client = await pool.connect();

    await expect(pool.connect()).rejects.toThrow('timeout');
    client.release();

    expect(await samples()).toMatchObject({
      'db_errors_total{operation="CONNECT",error_type="Error"}': 1,
      'pool_wait_duration_seconds_count{pool="orders"}': 1,
      'pool_pending{pool="orders"}': 0,
    });
    await pool.end();
  });

  it('that TypeORM holds is found on its DataSource', async () => {
    application = await startApplication({
      imports: [TypeOrmModule.forRoot({ type: 'postgres', url: postgresql, extra: { max: 3 }, retryAttempts: 0 })],
    });
    const dataSource = application.app.get(DataSource);
    application.app.get(PoolsInstrument).observe(dataSource, { name: 'shop' });
    await Promise.all([dataSource.query('SELECT 1'), dataSource.query('SELECT 2')]);

    expect(await samples()).toEqual({
      db_pool_size: 2,
      'pool_connections_created_total{pool="shop"}': 2,
      'pool_connections_reused_total{pool="shop"}': 0,
      'pool_connections_idle{pool="shop"}': 2,
      'pool_connections_in_use{pool="shop"}': 0,
      'pool_size{pool="shop"}': 3,
      'pool_pending{pool="shop"}': 0,
      'pool_wait_duration_seconds_count{pool="shop"}': 2,
    });
    await pool.end();
  });
});

describeWith(['redis'], 'A Redis', ({ redis }) => {
  it('that goes away shows as no connection and counted errors, and comes back', async () => {
    const proxy = await TcpProxy.before(redis);
    const client = new Redis(proxy.urlOf(redis), { maxRetriesPerRequest: 1, retryStrategy: () => 50 });
    client.on('error', () => undefined);
    application = await startApplication({});
    application.app.get(PoolsInstrument).observe(client, { name: 'cache' });
    await client.set('key', 'value');
    const there = await samples();

    await proxy.refuse();
    await expect(client.get('key')).rejects.toThrow('max retries');
    const away = await samples();
    await proxy.restore();
    await expect(client.get('key')).resolves.toBe('value');

    const pool = {
      'pool_size{pool="cache"}': 1,
      'pool_pending{pool="cache"}': 0,
      'pool_connections_in_use{pool="cache"}': 0,
    };
    expect(there).toEqual({ ...pool, db_pool_size: 1, 'pool_connections_idle{pool="cache"}': 1 });
    const errors = { 'db_errors_total{operation="GET",error_type="MaxRetriesPerRequestError"}': 1 };
    expect(away).toEqual({ ...pool, ...errors, db_pool_size: 0, 'pool_connections_idle{pool="cache"}': 0 });
    expect(await samples()).toEqual({ ...there, ...errors });
    client.disconnect();
    await application.recorder.waitFor(() => client.status === 'end');
    expect(await samples()).toEqual({ db_pool_size: 0, ...errors });
    await proxy.refuse();
  });

  it('has a pool of node-redis whose work waits for a client and runs as its caller', async () => {
    const pool = createClientPool({ url: redis }, { minimum: 1, maximum: 1 });
    application = await startApplication({});
    application.app.get(PoolsInstrument).observe(pool, { name: 'cache' });
    await pool.connect();
    let finish!: () => void;
    const first = pool.execute(() => new Promise<void>((resolve) => (finish = resolve)));
    const second = pool.ping();

    const busy = await samples();
    finish();
    await Promise.all([first, second]);
    const idle = await samples();
    await pool.close();

    expect(busy).toEqual({
      db_pool_size: 1,
      'pool_connections_created_total{pool="cache"}': 1,
      'pool_connections_reused_total{pool="cache"}': 0,
      'pool_connections_idle{pool="cache"}': 0,
      'pool_connections_in_use{pool="cache"}': 1,
      'pool_pending{pool="cache"}': 1,
      'pool_wait_duration_seconds_count{pool="cache"}': 1,
    });
    expect(idle).toMatchObject({
      'pool_connections_reused_total{pool="cache"}': 1,
      'pool_connections_idle{pool="cache"}': 1,
      'pool_pending{pool="cache"}': 0,
      'pool_wait_duration_seconds_count{pool="cache"}': 2,
    });
    expect(Object.keys(await samples()).filter((series) => /idle|in_use|pending/.test(series))).toEqual([]);
  });
});
