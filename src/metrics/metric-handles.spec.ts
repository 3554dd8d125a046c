import { Diagnostics } from '../kernel/index.js';
import { registryConfig } from '../../test/support/registry-config.js';
import { MetricRegistry } from './metric-registry.js';
import { MetricsService } from './metrics.service.js';

function setUp() {
  const warnings: string[] = [];
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  return { metrics: new MetricsService(new MetricRegistry(registryConfig(), diagnostics)), diagnostics, warnings };
}

describe('Handles', () => {
  it('raise and lower gauges by 1, or by what they are told', () => {
    const { metrics } = setUp();
    const depth = metrics.gauge('depth', { labelNames: ['queue'] });
    const live = metrics.gauge('live');

    depth.inc({ queue: 'a' });
    depth.inc({ queue: 'a' }, 5);
    depth.dec({ queue: 'a' }, 2);
    depth.labels({ queue: 'b' }).inc();
    depth.labels({ queue: 'b' }).dec(3);
    live.inc(10);
    live.dec(4);
    live.dec();

    expect(metrics.read('depth', { queue: 'a' })).toBe(4);
    expect(metrics.read('depth', { queue: 'b' })).toBe(-2);
    expect(metrics.read('live')).toBe(5);
  });

  it('record in the series whose labels are bound ahead', () => {
    const { metrics } = setUp();

    metrics
      .summary('age_seconds', { labelNames: ['queue'] })
      .labels({ queue: 'a' })
      .observe(4);
    metrics
      .gauge('depth', { labelNames: ['queue'] })
      .labels({ queue: 'a' })
      .set(3);

    expect(metrics.read('age_seconds', { queue: 'a' })).toMatchObject({ count: 1, sum: 4 });
    expect(metrics.read('depth', { queue: 'a' })).toBe(3);
  });

  it('measure the seconds until a timer is ended, each time it is', () => {
    jest.useFakeTimers();
    const { metrics } = setUp();
    const labels = { queue: 'a' } as const;
    jest.advanceTimersByTime(60_000);
    const last = metrics.gauge('last_seconds', { labelNames: ['queue'] }).startTimer(labels);
    const wait = metrics.histogram('wait_seconds', { labelNames: ['queue'] }).startTimer(labels);
    const age = metrics.summary('age_seconds').startTimer();

    jest.advanceTimersByTime(250);
    const seconds = [last(), wait(), age()];
    jest.advanceTimersByTime(250);
    wait();
    jest.useRealTimers();

    expect(seconds).toEqual([0.25, 0.25, 0.25]);
    expect(metrics.read('last_seconds', labels)).toBe(0.25);
    expect(metrics.read('wait_seconds', labels)).toMatchObject({ count: 2, sum: 0.75 });
    expect(metrics.read('age_seconds')).toMatchObject({ count: 1, sum: 0.25 });
  });

  it('remove a series by labels of any type', () => {
    const { metrics } = setUp();
    const gifts = metrics.counter('gifts_total', { labelNames: ['isGift', 'till'] });
    gifts.inc({ isGift: true, till: 1 });
    gifts.inc({ isGift: false, till: 1 });

    gifts.remove({ till: 1, isGift: true });

    expect(metrics.read('gifts_total', { isGift: true })).toBeUndefined();
    expect(metrics.read('gifts_total')).toBe(1);
  });

  it('record labels that cannot be read without any, and count that', () => {
    const { metrics, diagnostics, warnings } = setUp();
    const calls = metrics.counter('calls_total', { labelNames: ['a', 'b'] });
    const hostile = {
      a: 'x',
      get b(): string {
        throw new Error('not yours');
      },
    };

    expect(() => calls.inc(hostile, 2)).not.toThrow();

    expect(metrics.read('calls_total', { a: '', b: '' })).toBe(2);
    expect([...diagnostics.failures.values()]).toEqual([{ labels: { handler: 'metrics', phase: 'labels' }, value: 1 }]);
    expect(warnings).toEqual([expect.stringContaining('not yours')]);
  });

  it.each([
    [['a', 'b'], 'calls_total has no label c; it has a, b'],
    [[], 'calls_total has no label c; it has none'],
  ])('warn of a label that a metric with the labels %j has not', (labelNames, warning) => {
    const { metrics, warnings } = setUp();

    const labels = Object.fromEntries([...labelNames, 'c'].map((name) => [name, '1']));
    metrics.counter<string>('calls_total', { labelNames }).inc(labels);

    expect(warnings).toEqual([expect.stringContaining(warning)]);
    expect(metrics.read('calls_total')).toBe(1);
  });

  it('do nothing where metrics are off', () => {
    const off = new MetricsService(undefined);
    const labels = { queue: 'a' } as const;
    const [counter, gauge, histogram, summary] = [
      off.counter('a_total', { labelNames: ['queue'] }),
      off.gauge('b', { labelNames: ['queue'] }),
      off.histogram('c', { labelNames: ['queue'] }),
      off.summary('d', { labelNames: ['queue'] }),
    ];
    const uses = [
      () => counter.inc(labels),
      () => counter.labels(labels).inc(),
      () => counter.remove(labels),
      () => gauge.set(labels, 1),
      () => gauge.set(1),
      () => gauge.inc(labels),
      () => gauge.inc(),
      () => gauge.dec(labels),
      () => gauge.dec(),
      () => gauge.startTimer(labels)(),
      () => gauge.observe(() => 1)(),
      () => histogram.observe(labels, 1),
      () => histogram.observe(1),
      () => summary.labels(labels).startTimer()(),
    ];

    for (const use of uses) expect(use).not.toThrow();
  });
});
