import { channel } from 'node:diagnostics_channel';
import perfHooks from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Diagnostics, TelemetryBus } from '../../kernel/index.js';
import { Exposition } from '../exposition.js';
import type { SummaryReading } from '../metric-readings.js';
import { MetricRegistry } from '../metric-registry.js';
import { MetricsService } from '../metrics.service.js';
import { RuntimeMetrics, type RuntimeConfig } from './runtime-metrics.js';
import { registryConfig } from '../../../test/support/registry-config.js';

const config = {
  metrics: { runtime: true, memoryPressureRatio: 0.9, networkTimings: false },
  environment: { name: 'staging', class: 'production' },
  service: { name: 'shop', version: '1.2.3', instanceId: 'i', attributes: {} },
} as const satisfies RuntimeConfig;

function setUp(metrics: Partial<RuntimeConfig['metrics']> = {}) {
  const diagnostics = new Diagnostics();
  const registry = new MetricRegistry(registryConfig({ prefix: 'shop_' }), diagnostics);
  const bus = new TelemetryBus(diagnostics);
  const runtimeMetrics = new RuntimeMetrics(registry, { ...config, metrics: { ...config.metrics, ...metrics } }, bus);
  return { runtimeMetrics, exposition: new Exposition(registry), metrics: new MetricsService(registry) };
}

describe('RuntimeMetrics', () => {
  it("shows prom-client's metrics under their own names, and ours", async () => {
    const { runtimeMetrics, exposition, metrics } = setUp();

    runtimeMetrics.start();
    const text = await exposition.text();
    runtimeMetrics.close();

    for (const name of [
      'process_cpu_seconds_total',
      'nodejs_heap_size_used_bytes',
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_version_info',
    ]) {
      expect(text).toMatch(new RegExp(`^${name}`, 'm'));
    }
    expect(text).toContain(
      `shop_app_info{name="shop",version="1.2.3",environment="staging",node="${process.version}"} 1\n`,
    );
    expect(metrics.read('process_memory_limit_bytes')).toBeGreaterThan(1e6);
    expect(metrics.read('nodejs_eventloop_utilization_ratio')).toBeLessThanOrEqual(1);
  });

  it('measures delay since the last scrape: near nothing when idle, long when blocked', async () => {
    const { runtimeMetrics, exposition, metrics } = setUp();
    runtimeMetrics.start();
    const delays = () => (metrics.read('nodejs_eventloop_delay_seconds') as SummaryReading).quantiles;
    const medianSeconds = () => delays()[0]!.value;
    const longestSeconds = () => delays().at(-1)!.value;

    await delay(100);
    await exposition.text();
    const idleSeconds = await quietest(async () => {
      await delay(150);
      await exposition.text();
      return medianSeconds();
    });
    // Node drops the interval in which the window was turned.
    await delay(30);
    const blockedUntilMs = performance.now() + 120;
    while (performance.now() < blockedUntilMs);
    await delay(20);
    await exposition.text();
    const blockedSeconds = longestSeconds();
    await delay(50);
    await exposition.text();
    runtimeMetrics.close();

    expect(idleSeconds).toBeLessThan(0.001);
    expect(blockedSeconds).toBeGreaterThan(0.09);
    expect(longestSeconds()).toBeLessThan(blockedSeconds);
  });

  it('stops every monitor it has started, prom-client’s included', () => {
    const { runtimeMetrics } = setUp({ networkTimings: true });
    const { PerformanceObserver, monitorEventLoopDelay } = perfHooks;
    const disconnect = jest.spyOn(PerformanceObserver.prototype, 'disconnect');

    runtimeMetrics.start();
    runtimeMetrics.start();
    expect(channel('worker_threads').hasSubscribers).toBe(true);
    runtimeMetrics.close();
    runtimeMetrics.close();

    // Of garbage collections and of name look-ups.
    expect(disconnect).toHaveBeenCalledTimes(2);
    expect(channel('worker_threads').hasSubscribers).toBe(false);
    expect([perfHooks.PerformanceObserver, perfHooks.monitorEventLoopDelay]).toEqual([
      PerformanceObserver,
      monitorEventLoopDelay,
    ]);
    disconnect.mockRestore();
  });

  it('lets several applications of one process have theirs', () => {
    const [first, second] = [setUp(), setUp()];

    first.runtimeMetrics.start();
    expect(() => second.runtimeMetrics.start()).not.toThrow();

    first.runtimeMetrics.close();
    second.runtimeMetrics.close();
  });

  it('is off when told', async () => {
    const { runtimeMetrics, exposition } = setUp({ runtime: false, networkTimings: true });

    runtimeMetrics.start();

    expect(await exposition.text()).not.toMatch(/process_|nodejs_|app_info|dns_|tls_/);
  });
});

/** Others may keep the machine busy for a while; the process itself is idle in every one of these windows. */
async function quietest(measure: () => Promise<number>): Promise<number> {
  let seconds = Infinity;
  // oxlint-disable-next-line no-await-in-loop -- one window after the other
  for (let window = 0; window < 15 && seconds >= 0.001; window++) seconds = Math.min(seconds, await measure());
  return seconds;
}
