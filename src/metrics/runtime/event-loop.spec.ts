import perfHooks, { performance } from 'node:perf_hooks';
import { Diagnostics } from '../../kernel/index.js';
import { registryConfig } from '../../../test/support/registry-config.js';
import type { SummaryReading } from '../metric-readings.js';
import { MetricRegistry } from '../metric-registry.js';
import { MetricsService } from '../metrics.service.js';
import { watchEventLoop } from './event-loop.js';

const MS = 1e6;

/** Stands for Node's histogram: whole intervals between two looks, in nanoseconds. */
class Monitor {
  count = 0;
  mean = Number.NaN;
  /** By percentile; what nothing was seen of reads as 0. */
  percentiles: Readonly<Record<number, number>> = {};
  isEnabled = false;

  enable(): void {
    this.isEnabled = true;
  }

  disable(): void {
    this.isEnabled = false;
  }

  percentile(percentile: number): number {
    return this.percentiles[percentile] ?? 0;
  }

  reset(): void {
    Object.assign(this, { count: 0, mean: Number.NaN, percentiles: {} });
  }
}

function setUp() {
  const monitor = new Monitor();
  const makes = jest.spyOn(perfHooks, 'monitorEventLoopDelay').mockReturnValue(monitor as never);
  const registry = new MetricRegistry(registryConfig(), new Diagnostics());
  const metrics = new MetricsService(registry);
  const stop = watchEventLoop(registry);
  const read = async (name: string) => {
    await registry.find(name)!.collect();
    return metrics.read(name);
  };
  const delay = async () => (await read('nodejs_eventloop_delay_seconds')) as SummaryReading;
  return { monitor, makes, stop, delay, utilization: () => read('nodejs_eventloop_utilization_ratio'), registry };
}

afterEach(() => jest.restoreAllMocks());

describe('Event-loop delay', () => {
  it('is what an interval took beyond the one that was asked for, in seconds', async () => {
    const { monitor, makes, delay } = setUp();
    monitor.count = 4;
    monitor.mean = 60 * MS;
    monitor.percentiles = { 50: 12 * MS, 90: 110 * MS, 95: 260 * MS, 99: 9 * MS };

    const { count, sum, quantiles } = await delay();

    expect(makes.mock.calls).toEqual([[{ resolution: 10 }]]);
    expect(monitor.isEnabled).toBe(true);
    expect(count).toBe(4);
    expect(sum).toBeCloseTo(0.2, 9);
    expect(quantiles.map(({ quantile, value }) => [quantile, Number(value.toFixed(9))])).toEqual([
      [0.5, 0.002],
      [0.9, 0.1],
      [0.95, 0.25],
      [0.99, 0],
    ]);
  });

  it('adds up over scrapes, while quantiles are those since the last one', async () => {
    const { monitor, delay } = setUp();
    const takes = (count: number, intervalMs: number) =>
      Object.assign(monitor, { count, mean: intervalMs * MS, percentiles: { 50: intervalMs * MS } });

    takes(2, 510);
    await delay();
    takes(3, 1010);
    const second = await delay();
    const idle = await delay();

    expect(second).toMatchObject({ count: 5, quantiles: expect.arrayContaining([{ quantile: 0.5, value: 1 }]) });
    expect(second.sum).toBeCloseTo(4, 9);
    expect(idle).toMatchObject({ count: 5, sum: second.sum });
    expect(idle.quantiles.map(({ value }) => value)).toEqual([0, 0, 0, 0]);
  });

  it('is not known before the first scrape', () => {
    const { registry } = setUp();

    const { quantiles } = new MetricsService(registry).read('nodejs_eventloop_delay_seconds') as SummaryReading;

    expect(quantiles.map(({ value }) => value)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('is not measured any more once it is stopped', async () => {
    const { monitor, stop, registry } = setUp();

    stop();

    expect(monitor.isEnabled).toBe(false);
    for (const name of ['nodejs_eventloop_delay_seconds', 'nodejs_eventloop_utilization_ratio']) {
      expect(registry.find(name)!.isCollected).toBe(false);
    }
  });
});

describe('Event-loop utilization', () => {
  it('is the share in which it was busy since the last scrape', async () => {
    const looks = [
      { idle: 0, active: 0 },
      { idle: 100, active: 300 },
      { idle: 200, active: 300 },
    ].map((look) => ({ ...look, utilization: look.active / (look.idle + look.active || 1) }));
    const original = performance.eventLoopUtilization.bind(performance);
    jest
      .spyOn(performance, 'eventLoopUtilization')
      .mockImplementation((now, last) => (now === undefined ? looks.shift()! : original(now, last)));
    const { utilization } = setUp();

    expect([await utilization(), await utilization()]).toEqual([0.75, 0]);
  });
});
