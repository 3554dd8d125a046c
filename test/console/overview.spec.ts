/** How an application is, on one page, from what really happened in it. */
import { Controller, Get, InternalServerErrorException, Param } from '@nestjs/common';
import { HealthContributor } from 'nestjs-observability';
import { samplesOf, type ManualClock } from 'nestjs-observability/testing';
import type { OverviewAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms, type Platform } from '../support/application.js';
import { openDesk, type Desk } from './open-desk.js';

let clock: ManualClock;

/** Its work takes no real time: it moves the clock. */
@Controller()
class ShopController {
  @Get('orders/:id')
  order(@Param('id') id: string): { id: string } {
    clock.advance(20);
    return { id };
  }

  @Get('reports')
  report(): string {
    clock.advance(1_800);
    return 'report';
  }

  @Get('payments')
  pay(): never {
    throw new InternalServerErrorException('the bank is closed');
  }
}

class Bank {
  @HealthContributor('bank', { isOptional: true })
  check(): void {
    throw new Error('closed');
  }
}

afterEach(closeApplications);

async function startShop(platform: Platform, observability = {}): Promise<Desk> {
  const desk = await openDesk({ platform, controllers: [ShopController], providers: [Bank], observability });
  clock = desk.clock;
  return desk;
}

const overview = (desk: Desk): Promise<OverviewAnswer> => desk.console.read<OverviewAnswer>('overview');

describe.each(platforms)('The overview on %s', (platform) => {
  it('shows requests, errors and quantiles as two scrapes have them', async () => {
    const desk = await startShop(platform);
    await overview(desk);
    const before = await desk.scrape();
    for (let round = 0; round < 6; round++) {
      await desk.visit(['/orders/1', '/orders/2', '/orders/3', '/payments', ...(round === 2 ? ['/reports'] : [])]);
      clock.advance(10_000);
      await overview(desk);
    }
    const after = await desk.scrape();

    const { history, nowMs } = await overview(desk);

    const count = (text: string, labels = {}): number =>
      samplesOf(text, 'http_requests_total', labels).reduce((sum, { value }) => sum + value, 0);
    const seconds = (nowMs - history.timesMs[0]!) / 1000;
    const requests = count(after) - count(before);
    expect(requests).toBe(25);
    expect(history.requestsPerSecond.at(-1)! / (requests / seconds)).toBeCloseTo(1, 2);
    expect(history.errorRatio.at(-1)).toBeCloseTo(count(after, { status: '500' }) / requests, 6);
    expect(history.p50Ms.at(-1)).toBeGreaterThan(10);
    expect(history.p50Ms.at(-1)).toBeLessThan(25);
    expect(history.p99Ms.at(-1)).toBeGreaterThan(1_000);
  });

  it('shows what the process itself needs, also of the time when nobody looked', async () => {
    const desk = await startShop(platform);

    const { history } = await overview(desk);

    expect(history.heapBytes[0]).toBeGreaterThan(1_000_000);
    expect(history.residentBytes[0]).toBeGreaterThan(history.heapBytes[0]!);
    expect(history.eventLoopDelayMs).toHaveLength(history.timesMs.length);
  });

  it('names the slowest and the failing routes of the last five minutes', async () => {
    const desk = await startShop(platform);
    await overview(desk);
    await desk.visit(['/orders/1', '/orders/2', '/reports', '/payments', '/payments']);
    clock.advance(10_000);
    const { slowestRoutes, failingRoutes } = await overview(desk);

    expect(slowestRoutes.map(({ method, route }) => `${method} ${route}`).slice(0, 2)).toEqual([
      'GET /reports',
      'GET /orders/:id',
    ]);
    expect(slowestRoutes[0]!.p95Ms).toBeGreaterThan(1_000);
    expect(failingRoutes).toEqual([
      expect.objectContaining({
        method: 'GET',
        route: '/payments',
        errorRatio: 1,
        requestsPerSecond: expect.any(Number) as number,
      }),
    ]);

    clock.advance(400_000);
    await overview(desk);
    clock.advance(10_000);
    expect((await overview(desk)).failingRoutes).toEqual([]);
  });

  it('names the newest errors and the slowest traces, which can be opened', async () => {
    const desk = await startShop(platform);
    await desk.visit(['/orders/1', '/reports', '/payments']);

    const { latestErrors, slowestTraces } = await overview(desk);

    expect(latestErrors).toEqual([
      expect.objectContaining({ type: 'InternalServerErrorException', message: 'the bank is closed', count: 1 }),
    ]);
    expect(slowestTraces.map(({ name }) => name)).toEqual(['GET /reports', 'GET /orders/:id', 'GET /payments']);
    expect(slowestTraces[0]!.durationMs).toBeGreaterThanOrEqual(1_800);
    expect(latestErrors[0]!.traceId).toBe(slowestTraces[2]!.traceId);
  });

  it('shows health, objectives, and the recorder within its limits', async () => {
    const slos = [{ name: 'shop', objective: 0.99 }];
    const desk = await startShop(platform, { slos });
    await desk.visit(['/orders/1', '/payments']);

    const { health, objectives, recorder } = await overview(desk);

    expect(health).toEqual({ status: 'degraded', failing: ['bank'] });
    expect(objectives).toEqual([expect.objectContaining({ name: 'shop', good: 1, bad: 1 })]);
    expect(recorder).toMatchObject({ isRecording: true, offBecause: null, traces: 2, viewers: 0, evictedTraces: 0 });
    expect(recorder.usedBytes).toBeGreaterThan(1_000);
    expect(recorder.usedBytes).toBeLessThan(recorder.maxBytes);
  });

  it("counts requests by OpenTelemetry's names where these are asked for", async () => {
    const desk = await startShop(platform, { conventions: 'otel' });
    await overview(desk);
    await desk.visit(['/reports', '/payments']);
    clock.advance(10_000);

    const { slowestRoutes, failingRoutes, history } = await overview(desk);

    expect(slowestRoutes[0]).toMatchObject({ method: 'GET', route: '/reports' });
    expect(failingRoutes).toEqual([expect.objectContaining({ route: '/payments', errorRatio: 1 })]);
    expect(history.errorRatio.at(-1)).toBe(0.5);
  });

  it('knows nothing of requests where metrics are off, and says the rest', async () => {
    const desk = await startShop(platform, { metrics: { enabled: false } });
    await desk.visit(['/reports']);

    const { history, slowestRoutes, slowestTraces } = await overview(desk);

    expect(new Set(history.requestsPerSecond)).toEqual(new Set([null]));
    expect(slowestRoutes).toEqual([]);
    expect(slowestTraces).toHaveLength(1);
  });
});
