/** Pools of every kind in a real application, without a server: each sample of the family compared with what happened. */
import { createPool, type Pool } from 'generic-pool';
import { PoolsInstrument } from 'nestjs-observability/instruments';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { collectGarbage } from '../support/garbage.js';
import { countsOfFamily } from '../support/samples.js';
import '../support/matchers.js';

const POOL = Symbol('pool');

afterEach(closeApplications);

let application: RunningApplication;
let pools: PoolsInstrument;

beforeEach(async () => {
  application = await startApplication({});
  pools = application.app.get(PoolsInstrument);
});

const samples = () => countsOfFamily(application, /^(?:pool_|db_)/);
const newPool = () => createPool({ create: async () => ({}), destroy: async () => undefined }, { max: 2 });

describe('a pool of generic-pool', () => {
  let pool: Pool<object>;

  beforeEach(() => void (pool = newPool()));
  afterEach(async () => {
    await pool.drain();
    await pool.clear();
  });

  it('has a name of its own when it is observed, and tells who waits', async () => {
    pools.observe(pool, { name: 'renderers' });
    const [first, second] = [await pool.acquire(), await pool.acquire()];
    const waiting = pool.acquire();
    const exhausted = await samples();
    await pool.release(first);
    await pool.release(await waiting);
    await pool.release(second);

    expect(exhausted).toEqual({
      db_pool_size: 2,
      'pool_connections_created_total{pool="renderers"}': 2,
      'pool_connections_reused_total{pool="renderers"}': 0,
      'pool_connections_idle{pool="renderers"}': 0,
      'pool_connections_in_use{pool="renderers"}': 2,
      'pool_size{pool="renderers"}': 2,
      'pool_pending{pool="renderers"}': 1,
      'pool_wait_duration_seconds_count{pool="renderers"}': 2,
    });
    await expect(application).toHaveSample('pool_connections_reused_total', { pool: 'renderers' }, 1);
    await expect(application).toHaveSample('pool_connections_idle', { pool: 'renderers' }, 2);
    await expect(application).toHaveSample('pool_wait_duration_seconds_count', { pool: 'renderers' }, 3);
  });

  it('is one series when it is observed twice, or by itself and by hand', async () => {
    await application.close();
    application = await startApplication({ providers: [{ provide: POOL, useValue: pool }] });
    pools = application.app.get(PoolsInstrument);
    await pool.release(await pool.acquire());
    const byItself = await samples();

    pools.observe(pool, { name: 'renderers' });
    pools.observe(pool);
    await pool.release(await pool.acquire());

    expect(byItself['pool_connections_created_total{pool="generic-pool"}']).toBe(1);
    expect(Object.keys(await samples()).filter((series) => !series.includes('generic-pool'))).toEqual(['db_pool_size']);
    await expect(application).toHaveSample('pool_connections_reused_total', { pool: 'generic-pool' }, 1);
  });

  it('loses its gauges when it is drained, and keeps its counters', async () => {
    pools.observe(pool, { name: 'renderers' });
    await pool.release(await pool.acquire());
    await samples();

    await pool.drain();

    expect(await samples()).toEqual({
      db_pool_size: 0,
      'pool_connections_created_total{pool="renderers"}': 1,
      'pool_connections_reused_total{pool="renderers"}': 0,
      'pool_wait_duration_seconds_count{pool="renderers"}': 1,
    });
  });

  it('is left alone once it is forgotten', async () => {
    const observed = pools.observe(pool, { name: 'renderers' });
    await samples();

    observed.forget();
    await pool.release(await pool.acquire());

    expect(await samples()).toEqual({ db_pool_size: 0 });
    observed.forget();
    await expectMisuse('closed_twice', 1);
  });
});

it('loses the gauges of a pool that nobody has any more', async () => {
  pools.observe(newPool(), { name: 'short-lived' });
  expect(await application.scrape()).toContain('pool_size{pool="short-lived"} 2');

  await collectGarbage();

  expect(await samples()).toEqual({ db_pool_size: 0 });
}, 60_000);

describe('a pool of the application', () => {
  it('is read when somebody looks, until it is closed or forgotten', async () => {
    const state = { idle: 1, inUse: 2, pending: 3, max: 4, isClosed: false };
    const observed = pools.observe({ read: () => state }, { name: 'licences' });
    await collectGarbage();
    const open = await samples();
    state.isClosed = true;
    const closed = await samples();
    state.isClosed = false;
    observed.forget();

    expect(open).toEqual({
      'pool_connections_idle{pool="licences"}': 1,
      'pool_connections_in_use{pool="licences"}': 2,
      'pool_size{pool="licences"}': 4,
      'pool_pending{pool="licences"}': 3,
    });
    expect(closed).toEqual({});
    expect(await samples()).toEqual({});
  }, 60_000);

  it('shows what it has shown before when reading it throws', async () => {
    let read = () => ({ idle: 1, inUse: 0 });
    pools.observe({ read: () => read() }, { name: 'licences' });
    await samples();

    read = () => {
      throw new Error('no licence server');
    };

    await expect(application).toHaveSample('pool_connections_idle', { pool: 'licences' }, 1);
    expect(await application.scrape()).toMatch(
      /observability_handler_failures_total\{handler="pools",phase="read"\} [1-9]/,
    );
  });
});

describe('a pool of slots', () => {
  it('lends as many as it has, first come, first served, and tells all of it', async () => {
    const slots = pools.pool('gpu-slots', { max: 2 });
    const order: string[] = [];
    const [first, second] = [await slots.acquire(), await slots.acquire()];
    const third = slots.acquire().then((lease) => (order.push('third'), lease));
    const fourth = slots.acquire().then((lease) => (order.push('fourth'), lease));

    const exhausted = await samples();
    first.release();
    (await third).release();
    second.release();
    (await fourth).release();

    expect(order).toEqual(['third', 'fourth']);
    expect(exhausted).toEqual({
      'pool_connections_created_total{pool="gpu-slots"}': 2,
      'pool_connections_reused_total{pool="gpu-slots"}': 0,
      'pool_connections_idle{pool="gpu-slots"}': 0,
      'pool_connections_in_use{pool="gpu-slots"}': 2,
      'pool_size{pool="gpu-slots"}': 2,
      'pool_pending{pool="gpu-slots"}': 2,
      'pool_wait_duration_seconds_count{pool="gpu-slots"}': 2,
    });
    expect(await samples()).toEqual({
      'pool_connections_created_total{pool="gpu-slots"}': 2,
      'pool_connections_reused_total{pool="gpu-slots"}': 2,
      'pool_connections_idle{pool="gpu-slots"}': 2,
      'pool_connections_in_use{pool="gpu-slots"}': 0,
      'pool_size{pool="gpu-slots"}': 2,
      'pool_pending{pool="gpu-slots"}': 0,
      'pool_wait_duration_seconds_count{pool="gpu-slots"}': 4,
    });
  });

  it('lets those go that wait no longer', async () => {
    const slots = pools.pool('gpu-slots', { max: 1 });
    const lease = await slots.acquire();

    await expect(slots.acquire({ signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ name: 'TimeoutError' });
    lease.release();

    await expect(slots.use(() => 'worked')).resolves.toBe('worked');
    expect(slots).toMatchObject({ idle: 1, inUse: 0, pending: 0 });
    await expect(application).toHaveSample('pool_wait_duration_seconds_count', { pool: 'gpu-slots' }, 2);
  });

  it('takes a slot back whose lease was forgotten, and counts wrong use', async () => {
    const slots = pools.pool('gpu-slots', { max: 1 });
    await acquireAndForget(() => slots.acquire());
    const waiting = slots.acquire();
    await collectGarbage();

    const lease = await waiting;
    lease.release();
    lease.release();

    expect(slots.idle).toBe(1);
    expect(pools.pool('gpu-slots', { max: 3 })).toBe(slots);
    pools.observe({});
    pools.observe(undefined as never);
    await expectMisuse('leaked', 1);
    await expectMisuse('closed_twice', 1);
    await expectMisuse('size_conflict', 1);
    await expectMisuse('unknown_pool', 2);
  }, 60_000);
});

async function expectMisuse(misuse: string, count: number): Promise<void> {
  const labels = { instrument: 'pools', misuse };
  await expect(application).toHaveSample('observability_instrument_misuses_total', labels, count);
}

async function acquireAndForget(acquire: () => Promise<unknown>): Promise<void> {
  await acquire();
}
