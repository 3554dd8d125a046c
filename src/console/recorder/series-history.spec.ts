import { Counter } from 'prom-client';
import { registryConfig } from '../../../test/support/registry-config.js';
import { Diagnostics } from '../../kernel/index.js';
import { Exposition, MetricRegistry, type RegistryConfig } from '../../metrics/index.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { samplesOf } from '../../testing/exposition-reader.js';
import { RecorderSwitch } from './recorder-switch.js';
import { SeriesHistory, type SeriesHistoryOptions } from './series-history.js';

const base = { unit: 'count', help: 'Help', labelNames: ['route'], family: 'test' } as const;
const requestsTotal = { ...base, name: 'requests_total', type: 'counter' } as const;
const duration = {
  ...base,
  name: 'duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  buckets: [0.01, 0.1, 1, 10],
} as const;

function setUp(options: Partial<SeriesHistoryOptions> = {}, config: Partial<RegistryConfig> = {}) {
  const diagnostics = new Diagnostics(() => undefined);
  const clock = new ManualClock();
  const registry = new MetricRegistry(registryConfig({ includeDefaultRegistry: false, ...config }), diagnostics);
  const exposition = new Exposition(registry);
  const recorderSwitch = new RecorderSwitch({ clock, diagnostics });
  const limits = { maxSeries: 2_000, maxPoints: 720, maxBytes: 10_000_000, pointIntervalMs: 5_000 };
  const history = new SeriesHistory({ registry, exposition, clock, recorderSwitch, ...limits, ...options });
  /** Time passes, and a reading is made. */
  const pass = async (milliseconds = 5_000): Promise<void> => {
    clock.advance(milliseconds);
    await history.read();
  };
  return { diagnostics, clock, registry, exposition, recorderSwitch, history, pass };
}

/** Traffic that differs from second to second, always the same. */
function durations(round: number): number[] {
  return Array.from({ length: 20 + (round % 7) }, (_, index) => 0.004 * (1 + ((index * 37 + round * 11) % 400)));
}

describe('SeriesHistory', () => {
  it('tells the rate of a counter as two scrapes do', async () => {
    const { registry, exposition, history, pass } = setUp();
    const family = registry.define(requestsTotal);
    family.cell(['/a']).add(1_000);
    await history.read();
    const before = await exposition.text();
    for (let round = 0; round < 12; round++) {
      family.cell(['/a']).add(7 + round);
      family.cell(['/b']).add(0.25);
      await pass();
    }
    const after = await exposition.text();

    const gained = (route: string): number =>
      samplesOf(after, 'requests_total', { route })[0]!.value -
      (samplesOf(before, 'requests_total', { route })[0]?.value ?? 0);
    expect(history.rate('requests_total', { route: '/a' }, 60_000)).toBeCloseTo(gained('/a') / 60, 6);
    expect(history.rate('requests_total', {}, 60_000)).toBeCloseTo((gained('/a') + gained('/b')) / 60, 6);
    expect(history.rate('unknown_total', {}, 60_000)).toBeNull();
  });

  it.each([0.5, 0.95, 0.99])('tells quantile %f of a histogram as two scrapes do', async (ratio) => {
    const { registry, exposition, history, pass } = setUp();
    const family = registry.define(duration);
    for (let round = 0; round < 9; round++) family.cell(['/old']).observe(9);
    await history.read();
    const before = await exposition.text();
    for (let round = 0; round < 12; round++) {
      for (const seconds of durations(round)) family.cell([round % 2 === 0 ? '/a' : '/b']).observe(seconds);
      await pass();
    }
    const after = await exposition.text();

    const quantile = history.quantile('duration_seconds', {}, ratio, 60_000);

    expect(quantile).toBeCloseTo(prometheusQuantile(ratio, before, after), 9);
  });

  it('counts a window from its own beginning', async () => {
    const { registry, history, pass } = setUp();
    const cell = registry.define(requestsTotal).cell(['/a']);
    await history.read();
    for (let round = 0; round < 24; round++) {
      cell.add(round < 12 ? 100 : 10);
      await pass();
    }

    expect(history.rate('requests_total', {}, 60_000)).toBe(2);
    expect(history.rate('requests_total', {}, 120_000)).toBe(11);
    expect(history.rate('requests_total', {}, 3_600_000)).toBe(11);
  });

  it('takes a counter that was set back for one that began at 0 again', async () => {
    const { registry, history, pass } = setUp();
    const family = registry.define(requestsTotal);
    family.cell(['/a']).add(50);
    await history.read();
    family.cell(['/a']).add(10);
    await pass();
    family.reset();
    family.cell(['/a']).add(5);
    await pass();

    expect(history.rate('requests_total', {}, 10_000)).toBe(1.5);
  });

  it('counts what a metric has counted that came between two readings', async () => {
    const { registry, history, pass } = setUp();
    await history.read();
    registry.define(requestsTotal).cell(['/a']).add(10);
    await pass();

    expect(history.rate('requests_total', {}, 5_000)).toBe(2);
  });

  it('shows a gauge that is gone as a gap, and forgets it when no point of it is left', async () => {
    const { registry, history, pass } = setUp({ maxPoints: 4 });
    const family = registry.define({ ...base, name: 'children', type: 'gauge' });
    family.cell(['/a']).set(3);
    await history.read();
    family.remove(['/a']);
    await pass();

    const [series] = history.series('children');
    expect([0, 1].map((slot) => series!.values[0]!.at(slot))).toEqual([3, Number.NaN]);
    for (let round = 0; round < 4; round++) await pass();
    expect(history.series('children')).toEqual([]);
  });

  it('leaves what was counted while the process slept out of windows that are shorter', async () => {
    const { registry, history, pass } = setUp();
    const cell = registry.define(requestsTotal).cell(['/a']);
    await history.read();
    cell.add(3_600);
    await pass(3_600_000);

    expect(history.times.isAfterGap(1)).toBe(true);
    expect(history.rate('requests_total', {}, 60_000)).toBeNull();
    expect(history.rate('requests_total', {}, 3_600_000)).toBe(1);
  });

  it('asks collectors for nobody but those who look', async () => {
    const { registry, clock, history, pass } = setUp();
    let asked = 0;
    const family = registry.define({ ...base, name: 'pool_size', type: 'gauge', labelNames: [] });
    family.onCollect(() => family.cell([]).set(++asked));
    await history.read();
    await pass();
    expect([asked, history.metric('pool_size')]).toEqual([0, undefined]);

    await history.look();
    await history.look();
    expect(asked).toBe(1);
    await pass();
    expect(asked).toBe(2);

    clock.advance(60_000);
    await pass();
    expect(asked).toBe(2);
    const [series] = history.series('pool_size');
    expect([0, 1, 2, 3, 4].map((slot) => series!.values[0]!.at(slot))).toEqual([
      Number.NaN,
      Number.NaN,
      1,
      2,
      Number.NaN,
    ]);
  });

  it('counts what is asked for from the first answer on', async () => {
    const { registry, history, pass } = setUp();
    new Counter({
      name: 'orders_total',
      help: 'Orders',
      labelNames: ['kind'],
      registers: [registry.prometheus.register],
    });
    const orders = registry.prometheus.register.getSingleMetric('orders_total') as Counter;
    orders.inc({ kind: 'book' }, 1_000);
    await history.read();
    await history.look();
    await pass();
    orders.inc({ kind: 'book' }, 20);
    await pass();

    expect(history.rate('orders_total', { kind: 'book' }, 5_000)).toBe(4);
    expect(history.rate('orders_total', {}, 60_000)).toBe(2);
  });

  it('never keeps more series than it may, and says how many it left out', async () => {
    const { registry, history, pass } = setUp({ maxSeries: 50 });
    const family = registry.define(requestsTotal);
    for (let index = 0; index < 100; index++) family.cell([`/${index}`]).add(1);
    await history.read();
    await pass();

    expect(history.size).toBe(50);
    const all = [...registry.families()].filter(({ isCollected }) => !isCollected);
    expect(history.omittedCount).toBe(all.reduce((sum, { seriesCount }) => sum + seriesCount, 0) - 50);
  });

  it('never takes more bytes than it may; a histogram is kept whole or not at all', async () => {
    const maxBytes = 200_000;
    const { registry, history, pass } = setUp({ maxBytes });
    const family = registry.define(duration);
    await history.read();
    for (let round = 0; round < 5; round++) {
      for (let index = 0; index < 100; index++)
        for (const seconds of durations(round)) family.cell([`/${index}`]).observe(seconds);
      await pass();
    }

    expect(history.usedBytes).toBeLessThanOrEqual(maxBytes);
    expect(history.omittedCount).toBeGreaterThan(50);
    const kept = history.series('duration_seconds');
    const whole = durations(4).length / 5;
    const rates = kept.map(({ labels }) => history.rate('duration_seconds', labels, 5_000));
    expect(new Set(rates)).toEqual(new Set([whole]));
    expect(kept.length).toBeGreaterThan(3);
  });

  it('gives the room of series that ended to others', async () => {
    const { registry, history, pass } = setUp({ maxSeries: 40 });
    const family = registry.define({ ...base, name: 'children', type: 'gauge' });
    for (let index = 0; index < 30; index++) family.cell([`old-${index}`]).set(1);
    await history.read();
    for (let index = 0; index < 30; index++) family.remove([`old-${index}`]);
    for (let index = 0; index < 30; index++) family.cell([`new-${index}`]).set(1);
    await pass();
    await pass();

    expect(history.series('children').filter(({ labels }) => labels['route']!.startsWith('new'))).toHaveLength(30);
    expect(history.omittedCount).toBe(0);
  });

  it('does not take what a series counted while it was left out for what it counts now', async () => {
    const { registry, history, pass } = setUp({ maxSeries: 30 });
    const family = registry.define(requestsTotal);
    const gauges = registry.define({ ...base, name: 'children', type: 'gauge' });
    for (let index = 0; index < 30; index++) gauges.cell([`${index}`]).set(1);
    await history.read();
    family.cell(['/a']).add(1_000);
    await pass();
    for (let index = 0; index < 30; index++) gauges.remove([`${index}`]);
    await pass();
    await pass();
    family.cell(['/a']).add(10);
    await pass();

    expect(history.rate('requests_total', { route: '/a' }, 5_000)).toBe(2);
    expect(history.rate('requests_total', { route: '/a' }, 60_000)).toBeLessThan(2);
  });

  it('reports a fault of its own and goes on', async () => {
    const { registry, diagnostics, history, pass } = setUp();
    jest.spyOn(registry, 'families').mockImplementationOnce(() => {
      throw new Error('broken');
    });
    await pass();
    await pass();

    expect([...diagnostics.failures.values()]).toEqual([
      { labels: { handler: 'console', phase: 'metrics' }, value: 1 },
    ]);
    expect(history.times.newest).toBe(0);
  });

  it('reads by itself, and holds no process up', async () => {
    const { history } = setUp({ pointIntervalMs: 5 });
    history.start();
    while (history.times.newest < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    history.close();
    await history.read();
    const { newest } = history.times;
    await new Promise((resolve) => setTimeout(resolve, 30));

    expect(history.times.newest).toBe(newest);
    expect(history.process.residentBytes.at(0)).toBeGreaterThan(1_000_000);
  });
});

/** As `histogram_quantile(ratio, sum by (le) (increase(duration_seconds_bucket)))` has it, from the text of two scrapes. */
function prometheusQuantile(ratio: number, before: string, after: string): number {
  const bounds = ['0.01', '0.1', '1', '10', '+Inf'];
  const sum = (text: string, le: string): number =>
    samplesOf(text, 'duration_seconds_bucket', { le }).reduce((total, { value }) => total + value, 0);
  const buckets = bounds.map((le) => ({
    le: Number(le.replace('+Inf', 'Infinity')),
    count: sum(after, le) - sum(before, le),
  }));
  const rank = ratio * buckets.at(-1)!.count;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const [start, below] = index === 0 ? [0, 0] : [buckets[index - 1]!.le, buckets[index - 1]!.count];
  return start + ((buckets[index]!.le - start) * (rank - below)) / (buckets[index]!.count - below);
}
