/** Caches of the application's own making in a real application: every lookup, load, eviction and entry. */
import { Controller, Get, Param } from '@nestjs/common';
import { CachesInstrument } from 'nestjs-observability/instruments';
import { ManualClock } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { samplesOfFamily } from '../support/samples.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';

const clock = new ManualClock();
const ROOM = 2;

/** A cache as applications write them: a Map that makes room by dropping what came first. */
@Controller('prices')
class PricesController {
  private readonly prices = new Map<string, number>();
  private readonly cache;

  constructor(caches: CachesInstrument) {
    this.cache = caches.cache('prices');
    this.cache.watchEntries(() => this.prices.size);
  }

  @Get(':id')
  async find(@Param('id') id: string): Promise<number> {
    const known = this.prices.get(id);
    if (known !== undefined) {
      this.cache.hit();
      return known;
    }
    this.cache.miss();
    const price = await this.cache.load(() => this.ask(id));
    this.keep(id, price);
    return price;
  }

  private async ask(id: string): Promise<number> {
    clock.advance(250);
    if (id === 'none') throw new RangeError('no such price');
    return id.length;
  }

  private keep(id: string, price: number): void {
    this.prices.set(id, price);
    if (this.prices.size <= ROOM) return;
    this.prices.delete([...this.prices.keys()][0]!);
    this.cache.evicted();
  }
}

const family = /^cache_/;
const observability = { plugins: [{ name: 'clock', clock }] };
let application: RunningApplication;
let caches: CachesInstrument;

beforeEach(async () => {
  application = await startApplication({ controllers: [PricesController], observability });
  caches = application.app.get(CachesInstrument);
});
afterEach(closeApplications);

it('counts hits, misses and evictions, times loads that fail too, and tells how many entries there are', async () => {
  const ids = ['a', 'a', 'bb', 'ccc', 'a', 'none'];
  const answers = [];
  for (const id of ids) answers.push(await (await application.request(`/prices/${id}`)).json());

  expect(answers).toEqual([1, 1, 2, 3, 1, expect.objectContaining({ statusCode: 500 })]);
  expect(await samplesOfFamily(application, family)).toEqual({
    'cache_requests_total{cache="prices",result="hit"}': 1,
    'cache_requests_total{cache="prices",result="miss"}': 5,
    'cache_evictions_total{cache="prices"}': 2,
    'cache_entries{cache="prices"}': 2,
    'cache_load_duration_seconds_count{cache="prices"}': 5,
    'cache_load_duration_seconds_sum{cache="prices"}': 5 * 0.25,
  });
});

it('shows a cache from 0 on', async () => {
  expect(await samplesOfFamily(application, family)).toEqual({
    'cache_requests_total{cache="prices",result="hit"}': 0,
    'cache_requests_total{cache="prices",result="miss"}': 0,
    'cache_evictions_total{cache="prices"}': 0,
    'cache_entries{cache="prices"}': 0,
    'cache_load_duration_seconds_count{cache="prices"}': 0,
    'cache_load_duration_seconds_sum{cache="prices"}': 0,
  });
});

describe('a load', () => {
  it('is a span below the request that needs it', async () => {
    const { recorder } = application;
    await application.request('/prices/a');

    await recorder.waitFor(() => recorder.spans.some(({ name }) => name === 'PricesController.find'));
    const load = recorder.spans.find(({ name }) => name === 'load prices')!;
    const handler = recorder.spans.find(({ name }) => name === 'PricesController.find')!;
    expect(load.attributes).toEqual({ 'cache.name': 'prices' });
    expect(load.parentSpanContext?.spanId).toBe(handler.spanContext().spanId);
  });

  it('gives back what it was given: values, errors, promises and streams', async () => {
    const cache = caches.cache('prices');
    const failure = new RangeError('no');

    expect(cache.load(() => 7)).toBe(7);
    expect(() => cache.load(() => thrown(failure))).toThrow(failure);
    await expect(cache.load(async () => 8)).resolves.toBe(8);
    await expect(cache.load(() => Promise.reject(failure))).rejects.toBe(failure);
    expect([...cache.load(pages)]).toEqual([1, 2]);
    const outcomes = application.recorder.operations.flatMap(({ kind, outcome }) =>
      kind === 'cache.load' ? [outcome] : [],
    );
    expect(outcomes).toEqual(['ok', 'error', 'ok', 'error', 'ok']);
  });

  it('starts a query builder, which would run unmeasured otherwise', async () => {
    const builder = new QueryBuilder();
    const rows = caches.cache('prices').load(() => builder);

    expect(builder.runs).toBe(1);
    await expect(rows).resolves.toEqual(['row']);
    expect(builder.runs).toBe(1);
    await expect(application).toHaveSample('cache_load_duration_seconds_sum', { cache: 'prices' }, 0.5);
  });

  it('gives a promise of which nobody else has taken care, so that a rejection stays unhandled if it is', async () => {
    const followers: Promise<unknown>[] = [];
    const promise = Promise.reject(new Error('no'));
    const then = promise.then.bind(promise) as (...handlers: unknown[]) => Promise<never>;
    promise.then = ((...handlers: unknown[]) => followers[followers.push(then(...handlers)) - 1]) as never;

    const returned = caches.cache('prices').load(() => promise);

    expect(followers).toHaveLength(1);
    expect(returned).toBe(followers[0]);
    await expect(returned).rejects.toThrow('no');
  });
});

it('does not keep a cache alive that is given to its reader', async () => {
  watchAndForget(caches);
  await expect(application).toHaveSample('cache_entries', { cache: 'short-lived' }, 1);

  await collectGarbage();

  expect(await samplesOfFamily(application, /^cache_entries/)).toEqual({ 'cache_entries{cache="prices"}': 0 });
}, 60_000);

it('refuses a number of evictions that is none, and counts that', async () => {
  const cache = caches.cache('prices');
  cache.evicted(3);
  for (const count of [-1, Number.NaN, '2' as unknown as number]) cache.evicted(count);

  await expect(application).toHaveSample('cache_evictions_total', { cache: 'prices' }, 3);
  const labels = { handler: 'metrics', phase: 'record' };
  await expect(application).toHaveSample('observability_handler_failures_total', labels, 3);
});

it('works the same where observability is off', async () => {
  const off = await startApplication({ controllers: [PricesController], observability: { enabled: false } });

  expect(await (await off.request('/prices/abc')).json()).toBe(3);
  expect(await (await off.request('/prices/abc')).json()).toBe(3);
  const rows = off.app
    .get(CachesInstrument)
    .cache('prices')
    .load(() => new QueryBuilder());
  expect(rows).toBeInstanceOf(Promise);
  expect(off.recorder.operations).toEqual([]);
});

/** Runs when its `then` is called, as those of ORMs do. */
class QueryBuilder implements PromiseLike<string[]> {
  runs = 0;

  then<A = string[], B = never>(
    kept?: ((rows: string[]) => A | PromiseLike<A>) | null,
    failed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.runs += 1;
    clock.advance(500);
    return Promise.resolve(['row']).then(kept, failed);
  }
}

function* pages(): Generator<number> {
  yield 1;
  yield 2;
}

function thrown(error: Error): never {
  throw error;
}

function watchAndForget(instrument: CachesInstrument): void {
  instrument.cache('short-lived').watchEntries(({ size }) => size, new Map([['key', 1]]));
}
