/** What happens at once and is only counted: look-ups, limits, queries, the application's own metrics. */
import { MetricsService } from 'nestjs-observability';
import { CachesInstrument, DatabaseInstrument, RateLimitsInstrument } from 'nestjs-observability/instruments';
import type { Desk, StartWork } from './work.js';

type Tally = () => void | Promise<void>;

export const tallies: StartWork = (desk) => {
  const all: readonly Tally[] = [...lookUps(desk), limit(desk), query(desk), ...ownMetrics(desk)];
  return { step: () => desk.dice.pick(all)(), finish: () => undefined };
};

function lookUps({ app, ledger, dice }: Desk): Tally[] {
  const cache = app.get(CachesInstrument).cache('prices');
  const note = (name: string, result?: string, amount = 1): void =>
    ledger.note(name, { cache: 'prices', ...(result !== undefined && { result }) }, amount);
  const load = async (): Promise<void> => {
    const isLoaded = dice.chance(0.8);
    const work = isLoaded ? async () => 1 : () => Promise.reject(new Error('no price'));
    note('cache_load_duration_seconds_count');
    await cache.load(work).catch(() => undefined);
  };
  const evict = (): void => {
    const count = dice.below(4);
    cache.evicted(count);
    note('cache_evictions_total', undefined, count);
  };
  const look = (): void => {
    const isHit = dice.chance(0.7);
    if (isHit) cache.hit();
    else cache.miss();
    note('cache_requests_total', isHit ? 'hit' : 'miss');
  };
  return [load, evict, look];
}

function limit({ app, ledger, dice }: Desk): Tally {
  const labels = { scope: 'per_minute', resource: 'Questions.ask' };
  const limiter = app.get(RateLimitsInstrument).limiter(labels);
  return () => {
    const isAllowed = limiter.check(dice.chance(0.8));
    ledger.note('rate_limit_checks_total', labels);
    if (!isAllowed) ledger.note('rate_limit_hits_total', labels);
  };
}

function query({ app, ledger, dice }: Desk): Tally {
  const database = app.get(DatabaseInstrument);
  return async () => {
    const [operation, isFailing] = [dice.pick(['SELECT', 'INSERT']), dice.chance(0.2)];
    const work = async (): Promise<void> => {
      if (isFailing) throw new TypeError('no such table');
    };
    ledger.note('db_query_duration_seconds_count', { operation });
    if (isFailing) ledger.note('db_errors_total', { operation, error_type: 'TypeError' });
    await database.query({ system: 'sqlite', operation }, work).catch(() => undefined);
  };
}

function ownMetrics({ app, ledger, dice }: Desk): Tally[] {
  const metrics = app.get(MetricsService);
  const sold = metrics.counter('shop_sold_total', { labelNames: ['size', 'country'] });
  const stock = metrics.gauge('shop_stock', { labelNames: ['size'] });
  const weight = metrics.histogram('shop_weight_bytes', { labelNames: ['size'], buckets: [10, 100, 1_000] });
  const age = metrics.summary('shop_age_seconds', { labelNames: ['size'] });
  const labels = () => ({ size: dice.pick(['s', 'm', 'l']) });
  const sell = (): void => {
    const [series, amount] = [{ ...labels(), country: dice.pick(['at', 'de']) }, dice.below(9)];
    sold.inc(series, amount);
    ledger.note('shop_sold_total', series, amount);
  };
  const restock = (): void => {
    const [series, amount] = [labels(), dice.below(9) - 4];
    stock.inc(series, amount);
    ledger.note('shop_stock', series, amount);
  };
  const observe = (name: string, record: (series: { readonly size: string }, value: number) => void) => (): void => {
    const [series, value] = [labels(), dice.below(2_000)];
    record(series, value);
    ledger.note(`${name}_count`, series);
    ledger.note(`${name}_sum`, series, value);
  };
  return [
    sell,
    restock,
    observe('shop_weight_bytes', (series, value) => weight.observe(series, value)),
    observe('shop_age_seconds', (series, value) => age.observe(series, value)),
  ];
}
