import { Diagnostics, type MetricDefinition } from '../kernel/index.js';
import { MetricRegistry, type RegistryConfig } from './metric-registry.js';
import { methodMetrics } from './method-metrics.js';
import { runtimeMetrics } from './runtime/runtime-metrics.js';
import { registryConfig } from '../../test/support/registry-config.js';

const config = registryConfig({ maxSeries: 2000, maxLabelValues: 500, collectTimeoutMs: 100 });

const ORDERS = {
  name: 'orders_total',
  type: 'counter',
  unit: 'count',
  help: 'Orders',
  labelNames: ['shop'],
  family: 'shops',
} as const satisfies MetricDefinition;

function registryWith(changes: Partial<RegistryConfig> = {}) {
  const warnings: string[] = [];
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  return { registry: new MetricRegistry({ ...config, ...changes }, diagnostics), diagnostics, warnings };
}

describe('MetricRegistry', () => {
  it('gives the same family for the same definition', () => {
    const { registry } = registryWith();

    expect(registry.define(ORDERS)).toBe(registry.define({ ...ORDERS, help: 'Other words' }));
    expect(registry.find('orders_total')).toBe(registry.define(ORDERS));
  });

  it('lists what was defined, without prefix, and finds families with or without it', () => {
    const { registry } = registryWith({ prefix: 'shop_' });

    const family = registry.define(ORDERS);

    expect(family.fullName).toBe('shop_orders_total');
    expect(registry.find('orders_total')).toBe(family);
    expect(registry.find('shop_orders_total')).toBe(family);
    expect(registry.definitions()).toContainEqual(ORDERS);
  });

  it.each([
    ['type', { type: 'gauge' }, 'type counter and gauge'],
    ['label set', { labelNames: ['shop', 'till'] }, 'labels shop and shop, till'],
    ['label set', { labelNames: [] }, 'labels shop and none'],
  ])('names both sites when the %s differs', (_what, change, got) => {
    const { registry } = registryWith();
    registry.define(ORDERS);

    const second = () => registry.define({ ...ORDERS, ...change } as MetricDefinition, { site: 'till.service.ts:7' });

    expect(second).toThrow(
      `OBS_ERR_METRIC_CONFLICT  metric orders_total means different things in shops and in till.service.ts:7; got ${got}. ` +
        'Fix: rename one of them, or define it in one place and share it.',
    );
  });

  it('refuses another bucket list, and takes the configured one for durations', () => {
    const { registry } = registryWith();
    const duration: MetricDefinition = { ...ORDERS, name: 'wait_seconds', type: 'histogram', buckets: 'duration' };

    expect(registry.define(duration).bounds).toEqual([0.1, 1]);
    expect(() => registry.define({ ...duration, buckets: [1, 2] })).toThrow('got buckets 0.1, 1 and 1, 2');
  });

  it('refuses a name that a metric of the application has in the same registry', () => {
    const { registry } = registryWith();
    registry.prometheus.register.registerMetric({ name: 'orders_total' } as never);

    expect(() => registry.define(ORDERS)).toThrow('another metric of the same name');
  });

  it.each([
    [{ name: 'bad name' }, 'got "bad name". Fix: name it bad_name.'],
    [{ name: '9lives' }, 'got "9lives". Fix: name it my_9lives.'],
    [{ name: '' }, 'got "". Fix: name it my_.'],
    [{ labelNames: ['a-b'] }, 'label 1 of orders_total has a name Prometheus refuses; got "a-b". Fix: name it a_b.'],
    [{ labelNames: ['__a'] }, 'got "__a". Fix: name it a.'],
    [{ labelNames: ['a', 'a'] }, 'label 2 of orders_total is there twice; got "a".'],
    [{ type: 'histogram', labelNames: ['le'] }, 'label 1 of orders_total is reserved for every histogram; got "le".'],
    [
      { type: 'histogram', buckets: [0.1, 0.05] },
      'must be finite and ascend; got [0.1, 0.05]. Fix: sort them: [0.05, 0.1].',
    ],
    [{ type: 'histogram', buckets: [] }, 'Fix: give at least one bound.'],
  ])('refuses %j with the fix', (change, message) => {
    const { registry } = registryWith();

    const define = () => registry.define({ ...ORDERS, ...change } as MetricDefinition);

    expect(define).toThrow(/^OBS_ERR_METRIC_INVALID {2}/);
    expect(define).toThrow(message);
  });

  it('advises once to end a counter in _total', () => {
    const { registry, warnings } = registryWith();

    registry.define({ ...ORDERS, name: 'orders' });
    registry.define({ ...ORDERS, name: 'orders' });

    expect(warnings).toEqual([
      'Counter orders should be named orders_total: OpenMetrics scrapes show it under that name.',
    ]);
  });

  it('advises nothing on gauges, nor on counters that end in _total', () => {
    const { registry, warnings } = registryWith();

    registry.define(ORDERS);
    registry.define({ ...ORDERS, name: 'orders', type: 'gauge' });

    expect(warnings).toEqual([]);
  });

  it('names both sites where the first had no labels', () => {
    const { registry } = registryWith();
    registry.define({ ...ORDERS, labelNames: [] });

    expect(() => registry.define(ORDERS)).toThrow('shops and in shops; got labels none and shop.');
  });

  it.each([
    ['that lives and goes, by the configuration', { isPerEntity: true }, {}, 1000, true],
    ['that lives and goes, where that is off', { isPerEntity: true }, {}, 0, false],
    ['that lives and goes, without a configuration', { isPerEntity: true }, {}, undefined, false],
    ['with a time of its own', { isPerEntity: true }, { idleTimeoutMs: 7 }, 0, true],
    ['of nothing that goes', {}, {}, 1000, false],
  ])('removes idle gauges of something %s', (_what, change, options, idleSeriesMs, hasIdleTimeout) => {
    const { registry } = registryWith(idleSeriesMs === undefined ? {} : { idleSeriesMs });

    const gauge = registry.define({ ...ORDERS, name: 'depth', type: 'gauge', ...change }, options);

    expect(gauge.hasIdleTimeout).toBe(hasIdleTimeout);
  });

  it('keeps to the naming rules in everything it defines itself', () => {
    const { registry } = registryWith();
    const all = [...registry.definitions(), ...runtimeMetrics, ...Object.values(methodMetrics)] as MetricDefinition[];

    expect(all.length).toBeGreaterThan(8);
    for (const { name, type, unit, help } of all) {
      expect(name.endsWith('_total')).toBe(type === 'counter');
      if (unit !== 'count') expect(name).toMatch(new RegExp(`_${unit}$`));
      expect(help).toMatch(/[^.]$/);
    }
  });

  it('counts a value a metric cannot take, and never throws', () => {
    const { registry, diagnostics, warnings } = registryWith();

    registry.define(ORDERS).cell(['a']).add(Number.NaN);
    registry.define(ORDERS).cell(['a']).add(-1);

    expect([...diagnostics.failures.values()]).toEqual([{ labels: { handler: 'metrics', phase: 'record' }, value: 2 }]);
    expect(warnings).toEqual([expect.stringContaining('orders_total cannot take NaN')]);
  });
});

describe('MetricFamily in a prom-client registry', () => {
  it('answers register.metrics(), getSingleMetric() and JSON', async () => {
    const { registry } = registryWith({ defaultLabels: { region: 'eu' } });
    registry.define(ORDERS).cell(['a"b\n']).add(2);
    const wait = registry.define({ ...ORDERS, name: 'wait_seconds', type: 'histogram', buckets: [1, 2] });
    wait.cell(['a']).observe(1.5);
    const { register } = registry.prometheus;

    expect(await register.getSingleMetricAsString('orders_total')).toBe(
      '# HELP orders_total Orders\n# TYPE orders_total counter\norders_total{shop="a\\"b\\n",region="eu"} 2',
    );
    expect(await register.getSingleMetricAsString('wait_seconds')).toBe(
      [
        '# HELP wait_seconds Orders',
        '# TYPE wait_seconds histogram',
        'wait_seconds_bucket{le="1",shop="a",region="eu"} 0',
        'wait_seconds_bucket{le="2",shop="a",region="eu"} 1',
        'wait_seconds_bucket{le="+Inf",shop="a",region="eu"} 1',
        'wait_seconds_sum{shop="a",region="eu"} 1.5',
        'wait_seconds_count{shop="a",region="eu"} 1',
      ].join('\n'),
    );
    expect(await register.metrics()).toContain('orders_total{shop="a\\"b\\n",region="eu"} 2');
    expect(register.getSingleMetric('orders_total')).toMatchObject({
      name: 'orders_total',
      aggregator: 'sum',
      labelNames: ['shop'],
    });
    expect(await register.getMetricsAsJSON()).toContainEqual({
      name: 'orders_total',
      help: 'Orders',
      type: 'counter',
      aggregator: 'sum',
      values: [{ labels: { shop: 'a"b\n', region: 'eu' }, value: 2 }],
    });
  });

  it('survives an OpenMetrics scrape by prom-client with its name', async () => {
    const { registry } = registryWith();
    registry.define(ORDERS).cell(['a']).add(2);
    const register = registry.prometheus.register as unknown as {
      metrics(): Promise<string>;
      setContentType(type: string): void;
    };

    register.setContentType('application/openmetrics-text; version=1.0.0; charset=utf-8');
    const open = await register.metrics();
    register.setContentType('text/plain; version=0.0.4; charset=utf-8');
    const text = await register.metrics();

    expect(open).toContain('# TYPE orders counter\norders_total{shop="a"} 2\n');
    expect(text).toContain('# TYPE orders_total counter\norders_total{shop="a"} 2\n');
  });

  it('is set back to 0 with cells bound ahead still in place', async () => {
    const { registry } = registryWith();
    const cell = registry.define(ORDERS).cell(['a']);
    cell.add(5);

    registry.prometheus.register.resetMetrics();
    cell.add(1);

    expect(registry.define(ORDERS).cell(['a']).value).toBe(1);
  });

  it('runs its collectors when prom-client reads it', async () => {
    const { registry } = registryWith();
    const gauge = registry.define({ ...ORDERS, name: 'depth', type: 'gauge', labelNames: [] });
    const forget = gauge.onCollect(async () => gauge.cell([]).set(7));

    expect((await gauge.get()).values).toEqual([{ labels: {}, value: 7 }]);
    forget();

    expect(gauge.isCollected).toBe(false);
  });

  it('asks all collectors, and fails when one of them does', async () => {
    const { registry } = registryWith();
    const gauge = registry.define({ ...ORDERS, name: 'depth', type: 'gauge', labelNames: [] });
    gauge.onCollect(() => {
      throw new Error('broken');
    });
    gauge.onCollect(() => gauge.cell([]).set(7));

    await expect(gauge.collect()).rejects.toThrow('broken');

    expect(gauge.cell([]).value).toBe(7);
  });

  it('has nothing to wait for when its collectors are done at once', () => {
    const { registry } = registryWith();
    const gauge = registry.define({ ...ORDERS, name: 'depth', type: 'gauge', labelNames: [] });
    gauge.onCollect(() => gauge.cell([]).set(7));

    expect(gauge.collect()).toBeUndefined();

    expect(gauge.cell([]).value).toBe(7);
  });

  it('removes gauges that nobody set for the idle time', () => {
    const { registry } = registryWith();
    const gauge = registry.define({ ...ORDERS, name: 'depth', type: 'gauge' }, { idleTimeoutMs: 1000 });
    const [kept, idle] = [gauge.cell(['kept']), gauge.cell(['idle'])];
    const sweep = (nowMs: number) => [...gauge.cells()].forEach((cell) => gauge.removeIfIdle(cell, nowMs));

    sweep(0);
    kept.set(1);
    sweep(900);
    sweep(1000);

    expect([...gauge.cells()].map(({ labelValues }) => labelValues)).toEqual([['kept']]);
    expect([kept.isRemoved, idle.isRemoved]).toEqual([false, true]);
  });
});
