import { connect } from 'node:net';
import { Controller, Get, Head, HttpCode, InternalServerErrorException, NotFoundException, Post } from '@nestjs/common';
import { MetricsService, ObservabilityService, Slo, SloService, type ObjectiveBurn } from 'nestjs-observability';
import { ManualClock, readExposition, TelemetryRecorder } from 'nestjs-observability/testing';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';

const clock = new ManualClock();
const never = new Promise<never>(() => undefined);

@Controller('orders')
class OrdersController {
  @Slo({ objective: 0.999, latencyMs: 300 })
  @Get('fast')
  fast(): string {
    return 'fast';
  }

  @Slo({ objective: 0.99, latencyMs: 40, name: 'slow-orders', window: 7 })
  @Get(['slow', 'old'])
  slow(): string {
    clock.advance(41);
    return 'slow';
  }

  @Get('broken')
  broken(): never {
    throw new InternalServerErrorException();
  }

  @Get('missing')
  missing(): never {
    throw new NotFoundException();
  }

  @Get('hanging')
  hanging(): Promise<never> {
    return never;
  }

  @Post()
  @HttpCode(201)
  create(): void {}

  @Head('checked')
  checked(): void {}
}

const slos = [
  { name: 'everything', objective: 0.99 },
  { name: 'reading', objective: 0.95, selector: { methods: ['get'] } },
  { name: 'unread', objective: 0.99, selector: { routes: ['/orders/nowhere'] } },
] as const;

const start = (platform: (typeof platforms)[number]): Promise<RunningApplication> => {
  const recorder = new TelemetryRecorder(clock);
  return startApplication({
    platform,
    controllers: [OrdersController],
    observability: { slos, plugins: [recorder.plugin()] },
  });
};

/** Every sample of the family, by its label values. */
async function objectivesOf(application: RunningApplication): Promise<Record<string, number>> {
  const page = await application.scrape();
  const family = readExposition(page).filter(({ name }) => name.startsWith('slo_'));
  return Object.fromEntries(
    family.map(({ name, labels, value }) => [`${name} ${Object.values(labels).join(' ')}`, value]),
  );
}

const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

/** All that the page shows of one objective whose every window has seen the same. */
function shown(slo: string, objective: number, good: number, bad: number): Record<string, unknown> {
  const burnRate = bad === 0 ? 0 : bad / (good + bad) / Number((1 - objective).toFixed(6));
  return {
    [`slo_events_total ${slo} good`]: good,
    [`slo_events_total ${slo} bad`]: bad,
    [`slo_objective_ratio ${slo}`]: objective,
    [`slo_error_budget_remaining_ratio ${slo}`]: expect.closeTo(1 - burnRate, 9),
    ...Object.fromEntries(WINDOWS.map((window) => [`slo_burn_rate ${slo} ${window}`, expect.closeTo(burnRate, 9)])),
  };
}

/** Sends a request, and leaves as soon as the application works on it. */
async function abort(application: RunningApplication): Promise<void> {
  const isStarted = (): boolean =>
    application.app.get(MetricsService).read('http_requests_active', { method: 'GET' }) === 1;
  const isOver = (): unknown => application.app.get(MetricsService).read('http_requests_total', { status: 499 });
  const socket = connect(application.port, '127.0.0.1', () =>
    socket.write('GET /orders/hanging HTTP/1.1\r\nHost: a\r\n\r\n'),
  );
  await application.recorder.waitFor(isStarted);
  socket.destroy();
  await application.recorder.waitFor(isOver);
}

afterEach(closeApplications);

describe.each(platforms)('Objectives on %s', (platform) => {
  it('judge what succeeded, failed, was slow, was not found, was refused or was given up', async () => {
    const application = await start(platform);

    for (const path of ['fast', 'slow', 'old', 'broken', 'missing']) await application.request(`/orders/${path}`);
    await application.request('/orders', { method: 'POST' });
    await application.request('/orders/checked', { method: 'HEAD' });
    await application.request('/orders/fast', { method: 'HEAD' });
    await application.request('/nowhere');
    await abort(application);
    await application.recorder.waitFor(
      ({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 10,
    );

    expect(await objectivesOf(application)).toEqual({
      ...shown('everything', 0.99, 8, 1),
      ...shown('reading', 0.95, 5, 1),
      ...shown('unread', 0.99, 0, 0),
      ...shown('orders-fast-latency', 0.999, 2, 0),
      ...shown('slow-orders', 0.99, 0, 2),
    });
  });

  it('agree with the buckets of request durations, which have the thresholds by themselves', async () => {
    const application = await start(platform);
    for (const path of ['fast', 'slow', 'old']) await application.request(`/orders/${path}`);

    const buckets = readExposition(await application.scrape()).filter(
      ({ name, labels }) => name === 'http_request_duration_seconds_bucket' && labels['route'] === '/orders/slow',
    );

    expect(buckets.map(({ labels, value }) => [labels['le'], value])).toEqual([
      ...['0.005', '0.01', '0.025', '0.04'].map((le) => [le, 0]),
      ...['0.05', '0.075', '0.1', '0.25', '0.3', '0.5', '0.75', '1', '2.5', '5', '7.5', '10', '+Inf'].map((le) => [
        le,
        1,
      ]),
    ]);
  });

  it('are told to application code, with the routes that were found for a handler', async () => {
    const application = await start(platform);
    for (const path of ['slow', 'slow', 'old', 'broken']) await application.request(`/orders/${path}`);
    await application.recorder.waitFor(
      ({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 4,
    );

    const service = application.app.get(SloService);

    expect(service.all().map(({ objective }) => objective.name)).toEqual([
      'everything',
      'reading',
      'unread',
      'orders-fast-latency',
      'slow-orders',
    ]);
    expect(service.status('slow-orders')).toEqual({
      objective: {
        name: 'slow-orders',
        description: undefined,
        objective: 0.99,
        windowDays: 7,
        indicator: { type: 'latency', thresholdMs: 40 },
        selector: {
          handlers: ['OrdersController.slow'],
          routes: ['/orders/slow', '/orders/old'],
          methods: ['GET', 'HEAD'],
        },
        degradesHealth: false,
      },
      good: 0,
      bad: 3,
      indicator: 0,
      latency: {
        p50Ms: expect.closeTo(41, 0) as number,
        p95Ms: expect.any(Number) as number,
        p99Ms: expect.any(Number) as number,
      },
      budgetRemaining: 1 - 1 / 0.01,
      burnRates: Object.fromEntries(WINDOWS.map((window) => [window, 1 / 0.01])),
      isBurning: false,
      exhaustedInMs: 0,
    });
    expect(service.status('unread')).toMatchObject({
      indicator: undefined,
      budgetRemaining: 1,
      exhaustedInMs: undefined,
    });
    expect(service.status('nobody')).toBeUndefined();
  });

  it('warn of a selector that no route fits', async () => {
    const { recorder } = await start(platform);

    const warnings = recorder.lines.filter(({ message }) => String(message).startsWith('Objective '));
    expect(warnings.map(({ message }) => message)).toEqual([
      'Objective unread selects no route of this application and will count nothing: mend its selector.',
    ]);
  });

  it('degrade health and tell hooks while a page alert burns, and stay ready', async () => {
    const recorder = new TelemetryRecorder(clock);
    const application = await startApplication({
      platform,
      controllers: [OrdersController],
      observability: {
        slos: [{ name: 'everything', objective: 0.99, health: 'degraded' }],
        health: { cacheMs: 0 },
        plugins: [recorder.plugin()],
      },
    });
    const burns: ObjectiveBurn[] = [];
    application.app.get(ObservabilityService).on('slo.burn', (burn) => burns.push(burn));
    const probe = async (): Promise<unknown> => {
      const response = await application.request('/health/ready');
      const { checks } = (await response.json()) as { checks: unknown };
      return [response.status, checks];
    };
    expect(await probe()).toEqual([200, { 'slo-everything': 'ok' }]);

    for (let count = 0; count < 10; count++) await application.request('/orders/broken');
    await application.recorder.waitFor(
      ({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 10,
    );

    expect(await probe()).toEqual([200, { 'slo-everything': 'degraded' }]);
    expect(burns.map(({ slo, state, threshold }) => [slo, state, threshold])).toEqual([
      ['everything', 'begun', 14.4],
      ['everything', 'begun', 6],
    ]);

    clock.advance(31 * 60_000);
    expect(await probe()).toEqual([200, { 'slo-everything': 'ok' }]);
    expect(burns.slice(2).map(({ state, threshold }) => [state, threshold])).toEqual([
      ['ended', 14.4],
      ['ended', 6],
    ]);
  });

  it('are off with metrics, and leave nothing where none is declared', async () => {
    const off = await startApplication({
      platform,
      controllers: [OrdersController],
      observability: { slos, metrics: { enabled: false } },
    });
    expect(off.app.get(SloService).all()).toEqual([]);

    @Controller()
    class Plain {
      @Get()
      index(): void {}
    }
    const without = await startApplication({ platform, controllers: [Plain] });
    await without.request('/');
    expect(await objectivesOf(without)).toEqual({});
  });
});

describe('An application with objectives that cannot be', () => {
  it('does not start, and says everything that is wrong with its handlers', async () => {
    @Controller()
    class Hopeless {
      @Slo({ objective: 0.5 })
      @Get()
      index(): void {}

      @Slo({ objective: 0.999, latencyMs: -1 })
      @Get('late')
      late(): void {}
    }

    await expect(startApplication({ controllers: [Hopeless] })).rejects.toThrow(
      /@Slo on Hopeless\.index: objective .*raise it to 0\.9306 or more\.\n.*@Slo on Hopeless\.late: indicator\.latencyMs/,
    );
  });
});
