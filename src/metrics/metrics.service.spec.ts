import { activate, deactivate, Diagnostics, OperationPipeline } from '../kernel/index.js';
import type { SummaryReading } from './metric-readings.js';
import { MetricRegistry, type RegistryConfig } from './metric-registry.js';
import { getMetrics, shareMetrics } from './get-metrics.js';
import { MetricsService } from './metrics.service.js';
import { registryConfig } from '../../test/support/registry-config.js';

function setUp(changes: Partial<RegistryConfig> = {}) {
  const diagnostics = new Diagnostics(() => undefined);
  const config = registryConfig({ collectTimeoutMs: 10, ...changes });
  const registry = new MetricRegistry(config, diagnostics);
  return { registry, diagnostics, metrics: new MetricsService(registry) };
}

describe('MetricsService', () => {
  it('counts, with labels given each time or bound ahead', () => {
    const { metrics } = setUp();
    const cups = metrics.counter({ name: 'cups_total', help: 'Cups', labelNames: ['size'] });
    const small = cups.labels({ size: 'small' });

    small.inc();
    small.inc(2);
    cups.inc({ size: 'small' });
    cups.inc({ size: 'large' }, 5);

    expect(metrics.read('cups_total', { size: 'small' })).toBe(4);
    expect(metrics.read('cups_total')).toBe(9);
    expect(metrics.read('cups_total', { size: 'none' })).toBeUndefined();
    expect(metrics.read('nothing')).toBeUndefined();
  });

  it('sets, raises and lowers gauges, and reads them through collectors', async () => {
    const { metrics, registry } = setUp();
    const depth = metrics.gauge('depth', { labelNames: ['queue'] });
    const live = metrics.gauge('live');

    depth.set({ queue: 'a' }, 5);
    depth.labels({ queue: 'a' }).inc(2);
    depth.dec({ queue: 'a' });
    const forget = live.observe(async () => 42);
    await registry.find('live')!.collect();
    forget();

    expect(metrics.read('depth')).toBe(6);
    expect(metrics.read('live')).toBe(42);
    expect(registry.find('live')!.isCollected).toBe(false);
  });

  it('observes histograms and summaries', () => {
    const { metrics } = setUp();
    const wait = metrics.histogram('wait_seconds', { labelNames: ['queue'] });
    const age = metrics.summary('age_seconds');

    wait.observe({ queue: 'a' }, 0.5);
    wait.labels({ queue: 'b' }).observe(3);
    for (let value = 1; value <= 100; value++) age.observe(value);

    expect(metrics.read('wait_seconds')).toEqual({
      count: 2,
      sum: 3.5,
      buckets: [
        { le: 0.1, count: 0 },
        { le: 1, count: 1 },
        { le: Infinity, count: 2 },
      ],
    });
    const { quantiles } = metrics.read('age_seconds') as SummaryReading;
    expect(quantiles.map(({ value }) => Math.round(value))).toEqual(
      [50, 90, 95, 99].map((exact) => expect.closeTo(exact, -0.5)),
    );
  });

  it('times work until it is over and hands its result on', async () => {
    const { metrics } = setUp();
    const promise = Promise.resolve('done');

    expect(metrics.time('work_seconds', () => 1)).toBe(1);
    expect(metrics.time('work_seconds', () => promise)).toBe(promise);
    expect(() =>
      metrics.time('work_seconds', () => {
        throw new Error('x');
      }),
    ).toThrow('x');
    await promise;

    expect(metrics.read('work_seconds', { outcome: 'ok' })).toMatchObject({ count: 2 });
    expect(metrics.read('work_seconds', { outcome: 'error' })).toMatchObject({ count: 1 });
  });

  it('measures seconds with timers', () => {
    const { metrics } = setUp();

    const seconds = metrics.histogram('wait_seconds').startTimer()();
    const last = metrics.gauge('last_seconds').startTimer()();

    expect(metrics.read('wait_seconds')).toMatchObject({ count: 1, sum: seconds });
    expect(metrics.read('last_seconds')).toBe(last);
  });

  it('gives the same metric again, whatever the order of labels, and refuses another one, naming both places', () => {
    const { metrics } = setUp();
    metrics.counter('a_total', { labelNames: ['x', 'y'] }).inc({ x: '1', y: '2' });
    metrics.counter({ name: 'a_total', labelNames: ['y', 'x'] }).inc({ y: '2', x: '1' });
    metrics.histogram('b_seconds', { buckets: [1, 2] });

    expect(metrics.read('a_total', { x: '1', y: '2' })).toBe(2);
    expect(() => metrics.histogram('b_seconds')).not.toThrow();
    expect(() => metrics.histogram('b_seconds', { buckets: [1, 3] })).toThrow(/OBS_ERR_METRIC_CONFLICT.*buckets/);
    expect(() => metrics.gauge('a_total', { labelNames: ['x', 'y'] })).toThrow(
      /OBS_ERR_METRIC_CONFLICT {2}metric a_total means different things in .*metrics\.service\.spec.* and in .*metrics\.service\.spec.*; got type counter and gauge/,
    );
    expect(() => metrics.counter('bad name')).toThrow('OBS_ERR_METRIC_INVALID');
  });

  it.each([
    ['feed_timestamp_seconds', 'timestamp_seconds'],
    ['wait_seconds', 'seconds'],
    ['waits_seconds_total', 'seconds'],
    ['waits_total_seconds_total', 'seconds'],
    ['waits_seconds_total_total', 'count'],
    ['size_bytes', 'bytes'],
    ['fill_ratio', 'ratio'],
    ['revenue_cents_total', 'cents'],
    ['seconds_left', 'count'],
  ])('takes the unit of %s from its name', (name, unit) => {
    const { metrics, registry } = setUp();

    metrics.gauge(name);
    metrics.gauge(`other_${name}`, { unit: 'bytes' });

    expect(registry.find(name)!.definition.unit).toBe(unit);
    expect(registry.find(`other_${name}`)!.definition.unit).toBe('bytes');
  });

  it('has the words of the name for help where none is given', () => {
    const { metrics, registry } = setUp();

    metrics.counter('orders_placed_total');
    metrics.gauge('_live');
    metrics.gauge('depth', { help: 'In words' });

    expect(['orders_placed_total', '_live', 'depth'].map((name) => registry.find(name)!.help)).toEqual([
      'Orders placed',
      'Live',
      'In words',
    ]);
  });

  it('makes gauges that add up over processes as told, and go when they are idle', () => {
    const { metrics, registry } = setUp();

    metrics.gauge('newest', { aggregate: 'max', idleTimeoutMs: 1000 });
    metrics.gauge('depth');
    metrics.gauge('fill_ratio');

    const gauges = ['newest', 'depth', 'fill_ratio'].map((name) => registry.find(name)!);
    expect(gauges.map(({ aggregator, hasIdleTimeout }) => [aggregator, hasIdleTimeout])).toEqual([
      ['max', true],
      ['sum', false],
      ['average', false],
    ]);
  });

  it('names the line that asked for a metric, where there are stacks', () => {
    const { metrics, registry } = setUp();
    const { stackTraceLimit } = Error;

    metrics.counter('a_total');
    Error.stackTraceLimit = 0;
    metrics.counter('b_total');
    Error.stackTraceLimit = stackTraceLimit;

    expect(registry.find('a_total')!.site).toMatch(/^(?!at )[^\n]*metrics\.service\.spec\.[^\n]*$/);
    expect(registry.find('b_total')!.site).toBe('the application');
  });

  it('puts the prefix in front, and reads with or without it', () => {
    const { metrics } = setUp({ prefix: 'shop_' });

    metrics.counter('a_total').inc();
    metrics.counter('shop_a_total').inc();

    expect([metrics.read('a_total'), metrics.read('shop_a_total')]).toEqual([2, 2]);
  });

  it('never throws at run time, and counts what it was given', () => {
    const { metrics, diagnostics } = setUp();
    const counter = metrics.counter('a_total', { labelNames: ['x'] });
    const inc = counter.inc.bind(counter) as (...args: unknown[]) => void;

    inc(Number.NaN);
    inc({ x: 'ok' }, -1);
    inc({ x: {} });
    inc({ y: 'unknown' });
    inc(null);
    inc('5');
    metrics.histogram('b_seconds').observe(undefined as never);
    metrics.gauge('c').set(Number.NaN);
    counter.remove({ x: 'none' });

    expect(metrics.read('a_total', { x: 'ok' })).toBe(0);
    expect(metrics.read('b_seconds')).toMatchObject({ count: 0 });
    const counts = [...diagnostics.failures.values()].map(({ labels, value }) => [labels['phase'], value]);
    expect(Object.fromEntries(counts)).toEqual({ record: 5, labels: 5 });
  });

  it('finds a removed series again through a bound handle', () => {
    const { metrics } = setUp();
    const gauge = metrics.gauge('depth', { labelNames: ['queue'] });
    const bound = gauge.labels({ queue: 'a' });
    bound.set(1);

    gauge.remove({ queue: 'a' });
    expect(metrics.read('depth')).toBeUndefined();
    bound.set(2);

    expect(metrics.read('depth')).toBe(2);
  });

  it('shows everything at once', () => {
    const { metrics } = setUp();
    metrics.counter('a_total', { help: 'A', labelNames: ['x'] }).inc({ x: '1' });

    expect(metrics.snapshot()).toContainEqual({
      name: 'a_total',
      type: 'counter',
      help: 'A',
      series: [{ labels: { x: '1' }, value: 1 }],
    });
  });

  it('does nothing without a registry', () => {
    const off = new MetricsService(undefined);

    off.counter('a_total').inc();
    off.gauge('b').set(1);
    off.gauge('b').observe(() => 1)();
    off
      .histogram('c')
      .labels({} as never)
      .observe(1);

    expect(off.time('d', () => 'result')).toBe('result');
    expect([off.read('a_total'), off.snapshot()]).toEqual([undefined, []]);
  });
});

describe('getMetrics', () => {
  it('answers for the application there is, and harmlessly when there is none', () => {
    const { metrics } = setUp();
    const pipeline = new OperationPipeline();
    shareMetrics(pipeline, metrics);

    getMetrics().counter('a_total').inc();
    activate(pipeline);
    getMetrics().counter('a_total').inc();
    const inside = getMetrics();
    deactivate(pipeline);

    expect(inside).toBe(metrics);
    expect(metrics.read('a_total')).toBe(1);
    expect(getMetrics().snapshot()).toEqual([]);
  });
});
