import { createPool } from 'generic-pool';
import { activate, deactivate, OperationPipeline } from '../../kernel/index.js';
import { Diagnostics, type Meter } from '../../kernel/index.js';
import { attachObserver, DatabaseObserver, detachObserver } from '../database/database-observer.js';
import { searchInstances } from '../database/driver-search.js';
import { PoolRegister } from './pool-register.js';
import type { PoolReader, PoolState } from './pool-watch.js';

/** Keeps what is told, by metric and labels. */
function recordingMeter() {
  const values = new Map<string, number>();
  const collects: (() => unknown)[] = [];
  const meter: Meter = {
    define: ({ name }) => ({
      cell: (labels) => {
        const key = `${name}{${labels.join()}}`;
        const add = (amount: number) => void values.set(key, (values.get(key) ?? 0) + amount);
        return { add, set: (value: number) => void values.set(key, value), observe: add };
      },
      remove: (labels) => void values.delete(`${name}{${labels.join()}}`),
      onCollect: (read) => {
        collects.push(read);
        return () => void collects.splice(collects.indexOf(read), 1);
      },
    }),
  };
  const collect = () => {
    for (const read of collects) read();
    return Object.fromEntries(values);
  };
  return { meter, collect, collects };
}

interface FakePool {
  name: string;
  state: PoolState;
}

const reader: PoolReader<FakePool> = { isDatabase: true, nameOf: ({ name }) => name, read: ({ state }) => state };
const open: PoolState = { idle: 1, inUse: 2, pending: 3, max: 4, isClosed: false };
let nowMs = 0;
const clock = { now: () => nowMs, toEpochMs: (ms: number) => ms };

describe('PoolRegister', () => {
  it('tells what each pool holds, two of a name apart, and forgets a closed one', () => {
    const { meter, collect } = recordingMeter();
    const register = new PoolRegister(meter, clock as never);
    const first: FakePool = { name: 'shop', state: open };
    register.watch(first, reader);
    register.watch({ name: 'shop', state: { ...open, idle: 7 } }, reader);
    register.watch(first, reader);

    const before = collect();
    first.state = { ...open, isClosed: true };
    const after = collect();

    expect(before).toMatchObject({
      'pool_connections_idle{shop}': 1,
      'pool_connections_in_use{shop}': 2,
      'pool_pending{shop}': 3,
      'pool_size{shop}': 4,
      'pool_connections_idle{shop#2}': 7,
      'db_pool_size{}': 12,
    });
    expect(Object.keys(after).filter((key) => key.includes('{shop}'))).toEqual([]);
    expect(after['db_pool_size{}']).toBe(9);
  });

  it('has a bounded number of labels', () => {
    const { meter, collect } = recordingMeter();
    const register = new PoolRegister(meter, clock as never);
    const pools = Array.from({ length: 40 }, (_, index) => ({ name: `tenant${index}`, state: open }));
    for (const pool of pools) register.watch(pool, reader).begin()!.ended(undefined, {});

    const labels = Object.keys(collect()).filter((key) => key.startsWith('pool_connections_created_total'));

    expect(labels).toHaveLength(33);
    expect(labels.at(-1)).toBe('pool_connections_created_total{_OTHER}');
  });

  it('measures waits, tells new connections from used ones, and counts the refused', () => {
    const { meter, collect } = recordingMeter();
    const refused: unknown[] = [];
    const register = new PoolRegister(meter, clock as never);
    const watch = register.watch({ name: 'shop', state: open }, reader);
    const connection = {};

    const acquisition = watch.begin()!;
    nowMs += 500;
    acquisition.ended(undefined, connection);
    watch.begin()!.ended(undefined, connection);
    watch.begin((error) => refused.push(error))!.ended('no connection');

    expect(collect()).toMatchObject({
      'pool_connections_created_total{shop}': 1,
      'pool_connections_reused_total{shop}': 1,
      'pool_wait_duration_seconds{shop}': 0.5,
    });
    expect(refused).toEqual(['no connection']);
  });

  it('removes the gauges of a closed pool when another one comes before anybody looked', () => {
    const { meter, collect } = recordingMeter();
    const register = new PoolRegister(meter, clock as never);
    const first: FakePool = { name: 'shop', state: open };
    register.watch(first, reader);
    collect();

    first.state = { ...open, isClosed: true };
    register.watch({ name: 'books', state: open }, reader);

    expect(Object.keys(collect()).filter((key) => key.includes('{shop}'))).toEqual([]);
  });

  it('shows a pool again that was closed and is open again', () => {
    const { meter, collect } = recordingMeter();
    const register = new PoolRegister(meter, clock as never);
    const pool: FakePool = { name: 'shop', state: { ...open, isClosed: true } };
    register.watch(pool, reader);
    const closed = collect();

    pool.state = open;

    expect(closed['pool_size{shop}']).toBeUndefined();
    expect(collect()['pool_size{shop}']).toBe(4);
  });

  it('keeps a pool its first name, and forgets it until it is watched again', () => {
    const { meter, collect } = recordingMeter();
    const register = new PoolRegister(meter, clock as never);
    const pool: FakePool = { name: 'shop', state: open };
    const watch = register.watch(pool, reader, 'orders');
    expect(register.watch(pool, reader)).toBe(watch);
    expect(register.watchAgain(pool, reader, 'other')).toBe(watch);
    expect(collect()['pool_size{orders}']).toBe(4);

    register.forget(watch);

    expect(register.watch(pool, reader).begin()).toBeUndefined();
    expect(collect()['pool_size{orders}']).toBeUndefined();
    expect(register.watchAgain(pool, reader).label).toBe('shop');
  });

  it('counts in db_pool_size what leads to a database', () => {
    const { meter, collect } = recordingMeter();
    const register = new PoolRegister(meter, clock as never);
    register.watch({ name: 'gpu', state: open }, { ...reader, isDatabase: false });
    expect(collect()['db_pool_size{}']).toBeUndefined();

    register.watch({ name: 'shop', state: open }, reader);

    expect(collect()['db_pool_size{}']).toBe(3);
  });

  it('leaves nothing behind when it is closed', () => {
    const { meter, collects } = recordingMeter();
    const register = new PoolRegister(meter, clock as never);
    register.watch({ name: 'shop', state: open }, reader);

    register.close();

    expect(collects).toEqual([]);
  });
});

it('watches a pool of generic-pool', async () => {
  const { meter, collect } = recordingMeter();
  const pipeline = new OperationPipeline({ diagnostics: new Diagnostics() });
  const observer = new DatabaseObserver(pipeline, meter, { statements: true });
  const pool = createPool({ create: async () => ({}), destroy: async () => undefined }, { max: 2 });
  activate(pipeline);
  attachObserver(observer);
  searchInstances([{ pool }], () => undefined);

  const resource = await pool.acquire();
  const borrowed = collect();
  await pool.release(resource);
  detachObserver(observer);
  deactivate(pipeline);
  await pool.drain();

  expect(borrowed).toMatchObject({
    'pool_connections_created_total{generic-pool}': 1,
    'pool_connections_in_use{generic-pool}': 1,
    'pool_size{generic-pool}': 2,
  });
});
