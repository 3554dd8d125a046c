import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Diagnostics, type MetricDefinition, type MetricType } from '../kernel/index.js';
import { Exposition } from './exposition.js';
import { MetricRegistry } from './metric-registry.js';
import { randomFrom } from '../../test/support/random.js';
import { registryConfig } from '../../test/support/registry-config.js';

const labelNames = ['method', 'route', 'tenant'];
const buckets = [0.01, 0.1, 1, 2.5];
const names = ['orders_total', 'pool_size', 'wait_seconds'];

function ours(defaultLabels: Record<string, string>) {
  const config = registryConfig({
    defaultLabels,
    durationBuckets: buckets,
    maxSeries: 10_000,
    maxLabelValues: 10_000,
    collectTimeoutMs: 1_000,
  });
  const registry = new MetricRegistry(config, new Diagnostics());
  const define = <T extends MetricType>(name: string, type: T) =>
    registry.define({ name, type, unit: 'count', help: 'Help', labelNames, buckets, family: 'test' } satisfies Omit<
      MetricDefinition,
      'type'
    > & { type: T });
  return {
    exposition: new Exposition(registry),
    orders: define('orders_total', 'counter'),
    pool: define('pool_size', 'gauge'),
    wait: define('wait_seconds', 'histogram'),
  };
}

function theirs(defaultLabels: Record<string, string>) {
  const registry = new Registry();
  registry.setDefaultLabels(defaultLabels);
  const common = { help: 'Help', labelNames, registers: [registry] };
  return {
    registry,
    orders: new Counter({ name: 'orders_total', ...common }),
    pool: new Gauge({ name: 'pool_size', ...common }),
    wait: new Histogram({ name: 'wait_seconds', buckets, ...common }),
  };
}

const LABEL = /\w+="(?:[^"\\]|\\.)*"/g;

/** Series and their labels may stand in any order. */
function linesOf(page: string): string[] {
  const sorted = (braces: string): string => `{${(braces.match(LABEL) ?? []).toSorted().join()}}`;
  return page
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/\{.*\}/, sorted))
    .toSorted();
}

type Pick = <T>(values: readonly T[]) => T;

/** The same recording, or removal, here and there. */
function recordInBoth(mine: ReturnType<typeof ours>, other: ReturnType<typeof theirs>, pick: Pick, tenants: string[]) {
  const [method, route, tenant] = [pick(['GET', 'POST']), pick(['/', '/orders/:id', '/a"b']), pick(tenants)];
  const [values, labels] = [[method, route, tenant], { method, route, tenant }];
  const amount = pick([1, 0.25, 1e21, 3e-7, 12_345]);
  const steps = [
    () => [mine.orders.cell(values).add(amount), other.orders.inc(labels, amount)],
    () => [mine.wait.cell(values).observe(amount), other.wait.observe(labels, amount)],
    () => [mine.pool.cell(values).set(-amount), other.pool.set(labels, -amount)],
    () => [mine.orders.remove(values), other.orders.remove(labels)],
  ];
  pick(steps)();
}

describe('Our page beside the one of prom-client', () => {
  it.each([1, 2, 3, 4, 5, 6])('has the same lines after the same recordings, seed %i', async (seed) => {
    const random = randomFrom(seed);
    const pick: Pick = (values) => values[Math.floor(random() * values.length)]!;
    const defaultLabels: Record<string, string> = seed % 2 === 0 ? { region: 'eu', tenant: 'none' } : {};
    const [mine, other] = [ours(defaultLabels), theirs(defaultLabels)];
    const tenants = Array.from({ length: pick([3, 40, 400]) }, (_, index) => pick(['t', 'ü\\', '"\n', '']) + index);

    for (let page = 0; page < 5; page++) {
      for (let step = 0; step < 500; step++) recordInBoth(mine, other, pick, tenants);

      const text = await mine.exposition.text('text', names);

      expect(linesOf(text)).toEqual(linesOf(await other.registry.metrics()));
    }
  });
});
