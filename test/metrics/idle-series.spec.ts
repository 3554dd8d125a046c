/** Series that nobody sets any more go, and only those that may: scraped from a real application, under a clock moved by hand. */
import { getMetrics, MetricsService, type ObservabilityOptions } from 'nestjs-observability';
import { ManualClock, readExposition, samplesOf } from 'nestjs-observability/testing';
import { MetricRegistry } from '../../src/metrics/index.js';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';

const MINUTE_MS = 60_000;

afterEach(closeApplications);

async function start(metrics: ObservabilityOptions['metrics'] = {}) {
  const clock = new ManualClock();
  const options = { metrics, plugins: [{ name: 'manual-clock', clock }] };
  const application = await startApplication({ observability: options });
  const registry = application.app.get(MetricRegistry);
  const define = (name: string, isPerEntity: boolean) =>
    registry.define({
      name,
      type: 'gauge',
      unit: 'count',
      help: 'Help',
      labelNames: ['child'],
      family: 'test',
      isPerEntity,
    });
  return { application, clock, registry, define, metrics: application.app.get(MetricsService) };
}

/** By the value of their only label. */
async function shown(application: RunningApplication, name: string): Promise<Record<string, number>> {
  const samples = samplesOf(await application.scrape(), name);
  return Object.fromEntries(samples.map(({ labels, value }) => [Object.values(labels).join(), value]));
}

describe('Series of what comes and goes', () => {
  it('vanish when nobody has set them for metrics.idleSeriesMs, while others stay', async () => {
    const { application, clock, define } = await start({ idleSeriesMs: 10 * MINUTE_MS });
    const [ours, plain] = [define('child_memory', true), define('shelf_size', false)];
    for (const family of [ours, plain]) for (const child of ['a', 'b']) family.cell([child]).set(1);
    await application.scrape();

    clock.advance(9 * MINUTE_MS);
    ours.cell(['a']).set(2);
    const before = await shown(application, 'child_memory');
    clock.advance(2 * MINUTE_MS);

    expect(before).toEqual({ a: 2, b: 1 });
    expect(await shown(application, 'child_memory')).toEqual({ a: 2 });
    expect(await shown(application, 'shelf_size')).toEqual({ a: 1, b: 1 });
  });

  it('come back with the next value, also through a cell that was kept', async () => {
    const { application, clock, metrics } = await start();
    const gauge = metrics.gauge('seats', { labelNames: ['room'], idleTimeoutMs: MINUTE_MS });
    const red = gauge.labels({ room: 'red' });
    red.set(5);
    await application.scrape();
    clock.advance(MINUTE_MS);
    const gone = await shown(application, 'seats');

    red.set(7);

    expect(gone).toEqual({});
    expect(await shown(application, 'seats')).toEqual({ red: 7 });
  });

  it('stay while they count something that is still there', async () => {
    const { application, clock, define } = await start({ idleSeriesMs: MINUTE_MS });
    const active = define('children_active', true);
    active.cell(['long']).add(1);
    active.cell(['short']).add(1);
    await application.scrape();
    active.cell(['short']).add(-1);
    await application.scrape();

    clock.advance(60 * MINUTE_MS);
    const later = await shown(application, 'children_active');
    active.cell(['long']).add(-1);

    expect(later).toEqual({ long: 1 });
    expect(await shown(application, 'children_active')).toEqual({ long: 0 });
  });

  it('are never counters, histograms or summaries', async () => {
    const { application, clock, metrics } = await start({ idleSeriesMs: MINUTE_MS });
    metrics.counter('calls_total', { labelNames: ['child'] }).inc({ child: 'a' }, 3);
    metrics.histogram('wait_seconds', { labelNames: ['child'] }).observe({ child: 'a' }, 1);
    metrics.summary('age_seconds', { labelNames: ['child'] }).observe({ child: 'a' }, 1);
    await application.scrape();

    clock.advance(24 * 60 * MINUTE_MS);
    await application.scrape();

    await expect(application).toHaveSample('calls_total', { child: 'a' }, 3);
    await expect(application).toHaveSample('wait_seconds_count', { child: 'a' }, 1);
    await expect(application).toHaveSample('age_seconds_count', { child: 'a' }, 1);
    expect(getMetrics().read('calls_total')).toBe(3);
  });

  it('stay for ever where metrics.idleSeriesMs is 0', async () => {
    const { application, clock, define } = await start({ idleSeriesMs: 0 });
    define('child_memory', true).cell(['a']).set(1);
    await application.scrape();

    clock.advance(365 * 24 * 60 * MINUTE_MS);

    expect(await shown(application, 'child_memory')).toEqual({ a: 1 });
  });

  it('give their memory back: children that came and went leave nothing', async () => {
    const { application, clock, define, registry } = await start({ idleSeriesMs: MINUTE_MS });
    const family = define('child_memory', true);
    const generation = async (first: number): Promise<void> => {
      for (let child = first; child < first + 1000; child++) family.cell([`child-${child}`]).set(child);
      await application.scrape();
      clock.advance(MINUTE_MS);
      await application.scrape();
    };
    for (let first = 0; first < 10_000; first += 1000) await generation(first);
    const heapBefore = await heapBytes();

    for (let first = 10_000; first < 60_000; first += 1000) await generation(first);

    expect(registry.find('child_memory')!.seriesCount).toBe(0);
    expect(readExposition(await application.scrape()).some(({ labels }) => labels['child'] !== undefined)).toBe(false);
    // 50 000 series with their labels take some ten megabytes.
    expect((await heapBytes()) - heapBefore).toBeLessThan(2_000_000);
  }, 60_000);
});

async function heapBytes(): Promise<number> {
  await collectGarbage();
  return process.memoryUsage().heapUsed;
}
