import { toObjective, type ObjectiveOptions } from '../config/index.js';
import { Diagnostics, OperationPipeline, TelemetryBus, type ObjectiveBurn, type Outcome } from '../kernel/index.js';
import { MetricRegistry, MetricsService } from '../metrics/index.js';
import { ManualClock } from '../testing/manual-clock.js';
import { Objectives } from './objectives.js';
import { SloService } from './slo.service.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const registryConfig = {
  prefix: 'shop_',
  defaultLabels: {},
  durationBuckets: [0.1, 1],
  maxSeries: 2000,
  maxLabelValues: 500,
  includeDefaultRegistry: false,
  collectTimeoutMs: 100,
};

function watching(...slos: readonly ObjectiveOptions[]) {
  const clock = new ManualClock();
  const warnings: string[] = [];
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  const registry = new MetricRegistry(registryConfig, diagnostics, clock);
  const bus = new TelemetryBus(diagnostics);
  const burns: ObjectiveBurn[] = [];
  bus.on('slo.burn', (burn) => burns.push(burn));
  const metrics = new MetricsService(registry);
  const surroundings = { registry, metrics, clock, diagnostics, bus, routes: () => [] };
  const objectives = new Objectives(slos.map(toObjective), surroundings);
  const pipeline = new OperationPipeline({ clock, diagnostics, handlers: [objectives.handler] });
  const service = new SloService(objectives);
  const request = (outcome: Outcome, durationMs = 0, route = '/orders'): void => {
    const operation = pipeline.start({ kind: 'http.server', name: 'GET', labels: ['GET', route, '200'] });
    clock.advance(durationMs);
    pipeline.end(operation, { outcome });
  };
  /** A second of traffic at a time; every five seconds somebody looks, as the timer does. */
  const run = (durationMs: number, perSecond: { good?: number; bad?: number }): void => {
    for (let elapsedMs = 0; elapsedMs < durationMs; elapsedMs += 5 * SECOND_MS) {
      for (let index = 0; index < 5 * (perSecond.good ?? 0); index++) request('ok');
      for (let index = 0; index < 5 * (perSecond.bad ?? 0); index++) request('error');
      clock.advance(5 * SECOND_MS);
      service.all();
    }
  };
  return { clock, registry, metrics, objectives, pipeline, service, request, run, burns, warnings };
}

const samplesOf = ({ metrics }: { metrics: MetricsService }): Record<string, unknown> =>
  Object.fromEntries(
    metrics
      .snapshot()
      .filter(({ name }) => name.startsWith('shop_slo_'))
      .flatMap(({ name, series }) =>
        series.map(({ labels, value }) => [`${name}{${Object.values(labels).join(',')}}`, value]),
      ),
  );

const microtasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Objectives', () => {
  it('are interested in requests alone, and in none where only counters are compared', () => {
    const { pipeline } = watching({ name: 'orders', objective: 0.999 });
    const ratio = watching({ name: 'shipping', objective: 0.99, indicator: { good: 'a_total', total: 'b_total' } });

    expect(pipeline.isObserved('http.server')).toBe(true);
    expect(pipeline.isObserved('rpc.server')).toBe(false);
    expect(ratio.pipeline.isObserved('http.server')).toBe(false);
  });

  it('show every series before anything has happened', () => {
    const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

    expect(samplesOf(watching({ name: 'orders', objective: 0.999 }))).toEqual({
      'shop_slo_events_total{orders,good}': 0,
      'shop_slo_events_total{orders,bad}': 0,
      'shop_slo_objective_ratio{orders}': 0.999,
      'shop_slo_error_budget_remaining_ratio{orders}': 1,
      ...Object.fromEntries(windows.map((window) => [`shop_slo_burn_rate{orders,${window}}`, 0])),
    });
  });

  it('count what failed as bad, and what its client gave up not at all', () => {
    const { request, service } = watching({ name: 'orders', objective: 0.99 });

    for (const outcome of ['ok', 'ok', 'ok', 'error', 'canceled', 'canceled'] as const) request(outcome);

    expect(service.status('orders')).toMatchObject({ good: 3, bad: 1, indicator: 0.75, latency: undefined });
  });

  it('count as good what took exactly the threshold, and as bad what failed fast', () => {
    const { request, service } = watching({ name: 'orders', objective: 0.99, indicator: { latencyMs: 300 } });

    request('ok', 300);
    request('ok', 300.1);
    request('error', 10);
    request('canceled', 5);

    expect(service.status('orders')).toMatchObject({ good: 1, bad: 2 });
  });

  it('tell quantiles of recent requests within one per cent', () => {
    const { request, service, clock } = watching({ name: 'orders', objective: 0.99, indicator: { latencyMs: 300 } });
    expect(service.status('orders')!.latency).toBeUndefined();

    for (let durationMs = 1; durationMs <= 100; durationMs++) request('ok', durationMs);

    const { p50Ms, p95Ms, p99Ms } = service.status('orders')!.latency!;
    for (const [seen, real] of [
      [p50Ms, 50],
      [p95Ms, 95],
      [p99Ms, 99],
    ] as const)
      expect(Math.abs(seen / real - 1)).toBeLessThan(0.011);

    clock.advance(5 * MINUTE_MS);
    service.all();
    clock.advance(5 * MINUTE_MS);
    expect(service.status('orders')!.latency).toBeUndefined();
  });

  it('select by route', () => {
    const { request, service } = watching(
      { name: 'orders', objective: 0.99, selector: { routes: ['/orders'] } },
      { name: 'everything', objective: 0.99 },
    );

    request('ok', 0, '/orders');
    request('error', 0, '/refunds');

    expect(service.all().map(({ objective, good, bad }) => [objective.name, good, bad])).toEqual([
      ['orders', 1, 0],
      ['everything', 1, 1],
    ]);
  });

  it('spend the budget in exactly the window at a burn rate of 1', () => {
    const { run, service } = watching({ name: 'orders', objective: 0.95, window: 1 });
    expect(service.status('orders')).toMatchObject({ budgetRemaining: 1, exhaustedInMs: undefined });

    run(DAY_MS, { good: 3.8, bad: 0.2 });

    const { burnRates, budgetRemaining, good, bad } = service.status('orders')!;
    expect({ good, bad }).toEqual({ good: (19 * DAY_MS) / 5000, bad: DAY_MS / 5000 });
    expect(burnRates['1d']).toBeCloseTo(1, 8);
    expect(budgetRemaining).toBeCloseTo(0, 8);
  });

  it('tell burn rates, what is left, and for how long it lasts', () => {
    const { run, service } = watching({ name: 'orders', objective: 0.99, window: '28d' });

    run(HOUR_MS, { good: 9, bad: 1 });
    run(2 * MINUTE_MS + 30 * SECOND_MS, { good: 10 });

    const { burnRates, budgetRemaining, exhaustedInMs, indicator } = service.status('orders')!;
    // One in ten is bad, with one in a hundred allowed: 10, of which the last two and a half minutes were none.
    expect(burnRates['5m']).toBeCloseTo(5, 8);
    expect(burnRates['30m']).toBeCloseTo((10 * 27.5) / 30, 8);
    expect(burnRates['1h']).toBeCloseTo((10 * 57.5) / 60, 8);
    for (const window of ['2h', '6h', '1d', '3d'] as const) expect(burnRates[window]).toBeCloseTo((10 * 60) / 62.5, 8);
    expect(indicator).toBeCloseTo(1 - 0.096, 8);
    expect(budgetRemaining).toBeCloseTo(1 - 9.6, 8);
    expect(exhaustedInMs).toBe(0);
  });

  it('last as long as the budget does at the rate of the last hour', () => {
    const { run, service } = watching({ name: 'orders', objective: 0.95, window: 28 });
    run(3 * HOUR_MS, { good: 1 });
    run(HOUR_MS, { good: 1.8, bad: 0.2 });

    const { burnRates, budgetRemaining, exhaustedInMs } = service.status('orders')!;

    // 720 of 18 000 were bad, and 900 may be.
    expect(burnRates['1h']).toBeCloseTo(2, 8);
    expect(budgetRemaining).toBeCloseTo(0.2, 8);
    expect(exhaustedInMs! / DAY_MS).toBeCloseTo((0.2 * 28) / 2, 8);
  });

  it('page when both windows burn, once, and say when it is over', async () => {
    const { run, burns, service } = watching({ name: 'orders', objective: 0.99 });
    run(6 * HOUR_MS, { good: 1 });

    run(8 * MINUTE_MS, { bad: 1 });
    await microtasks();
    expect(burns).toEqual([]);
    expect(service.status('orders')!.isBurning).toBe(false);

    run(2 * MINUTE_MS, { bad: 1 });
    await microtasks();
    expect(burns).toEqual([
      {
        slo: 'orders',
        state: 'begun',
        threshold: 14.4,
        longWindow: '1h',
        shortWindow: '5m',
        longRate: expect.closeTo(14.4, 0) as number,
        shortRate: expect.closeTo(100, 8) as number,
        budgetRemaining: expect.closeTo(1 - (100 * 8.7) / 368.7, 1) as number,
      },
    ]);
    expect(service.status('orders')!.isBurning).toBe(true);

    run(6 * MINUTE_MS, { good: 10 });
    await microtasks();
    expect(burns.slice(1)).toMatchObject([{ slo: 'orders', state: 'ended', threshold: 14.4, longWindow: '1h' }]);
  });

  it('page for the slower pair too', async () => {
    const { run, burns } = watching({ name: 'orders', objective: 0.99 });
    run(6 * HOUR_MS, { good: 1 });

    run(6 * HOUR_MS, { good: 1.8, bad: 0.2 });
    await microtasks();

    expect(burns).toMatchObject([{ state: 'begun', threshold: 6, longWindow: '6h', shortWindow: '30m' }]);
  });

  it('wake nobody for the first failures of a new process', async () => {
    const { request, run, burns, service } = watching({ name: 'orders', objective: 0.999 });

    for (let count = 0; count < 9; count++) request('error');
    run(5 * SECOND_MS, {});
    await microtasks();

    expect(service.status('orders')!.burnRates['5m']).toBeCloseTo(1000, 6);
    expect(burns).toEqual([]);
  });

  it('degrade health where they are asked to, for as long as they burn', () => {
    const { run, objectives } = watching(
      { name: 'orders', objective: 0.99, health: 'degraded' },
      { name: 'b', objective: 0.99 },
    );
    const [check, ...others] = objectives.checks();

    expect(others).toEqual([]);
    expect(check).toMatchObject({ name: 'slo-orders', isOptional: true });
    expect(() => check!.check()).not.toThrow();

    run(MINUTE_MS, { bad: 1 });
    expect(() => check!.check()).toThrow('its error budget is spent 100.0 times too fast');

    run(6 * MINUTE_MS, { good: 10 });
    expect(() => check!.check()).not.toThrow();
  });

  it('follow two counters of the application, through resets and whichever is counted first', () => {
    const { metrics, service } = watching({
      name: 'shipping',
      objective: 0.95,
      indicator: { good: 'shipped_total', total: { metric: 'orders_total', labels: { region: 'eu' } } },
    });
    const counts = (): unknown => {
      const { good, bad } = service.status('shipping')!;
      return [good, bad];
    };
    expect(counts()).toEqual([0, 0]);

    const shipped = metrics.counter('shipped_total');
    const orders = metrics.counter('orders_total', { labelNames: ['region'] });
    orders.inc({ region: 'eu' }, 10);
    orders.inc({ region: 'us' }, 5);
    shipped.inc(9);
    expect(counts()).toEqual([9, 1]);

    shipped.inc(2);
    expect(counts()).toEqual([10, 1]);
    orders.inc({ region: 'eu' }, 2);
    expect(counts()).toEqual([11, 1]);
  });

  it('look by themselves while they run, and no longer', () => {
    jest.useFakeTimers();
    try {
      const { objectives, request, metrics, clock } = watching({ name: 'orders', objective: 0.99 });
      objectives.start();
      request('error');
      clock.advance(5 * SECOND_MS);
      jest.advanceTimersByTime(5 * SECOND_MS);

      expect(metrics.read('slo_burn_rate', { slo: 'orders', window: '5m' })).toBeCloseTo(100, 8);

      objectives.close();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('say once which of them can never count anything', () => {
    const { objectives, warnings } = watching({ name: 'orders', objective: 0.99, selector: { routes: ['/order'] } });

    objectives.bootstrapped();
    objectives.bootstrapped();

    expect(warnings).toEqual([
      'Objective orders selects no route of this application and will count nothing: mend its selector.',
    ]);
  });

  it('remember no more than their window', () => {
    const { run, clock, service } = watching({ name: 'orders', objective: 0.99, window: 1 });
    run(HOUR_MS, { bad: 1 });
    expect(service.status('orders')).toMatchObject({ bad: 3600 });

    for (let hour = 0; hour < 25; hour++) {
      clock.advance(HOUR_MS);
      service.all();
    }

    expect(service.status('orders')).toMatchObject({ good: 0, bad: 0, indicator: undefined, budgetRemaining: 1 });
  });
});

describe('the routes of an objective', () => {
  const slos: ObjectiveOptions[] = [
    { name: 'everything', objective: 0.99 },
    { name: 'fast-orders', objective: 0.99, indicator: { latencyMs: 100 }, selector: { routes: ['/orders'] } },
    { name: 'jobs', objective: 0.99, indicator: { good: { metric: 'good_total' }, total: { metric: 'all_total' } } },
  ];

  it('are those whose requests count for it, those that burn most first', () => {
    const { service, request } = watching(...slos);

    for (let count = 0; count < 3; count++) request('ok', 0, '/health');
    request('ok', 250, '/orders');
    request('error', 0, '/orders');
    request('error', 0, '/carts');
    request('canceled', 0, '/carts');

    expect(service.routes('everything')).toEqual([
      { method: 'GET', template: '/orders', good: 1, bad: 1 },
      { method: 'GET', template: '/carts', good: 0, bad: 1 },
      { method: 'GET', template: '/health', good: 3, bad: 0 },
    ]);
    expect(service.routes('fast-orders')).toEqual([{ method: 'GET', template: '/orders', good: 0, bad: 2 }]);
  });

  it('are none where the application counts by itself, nor where there is no such objective', () => {
    const { service, request } = watching(...slos);
    request('error');

    expect(service.routes('jobs')).toEqual([]);
    expect(service.routes('none')).toEqual([]);
  });
});
