/** The objectives page's data: what is left of a budget, which routes burn it, which alert would fire, and its rule. */
import { Controller, Get, InternalServerErrorException, Post } from '@nestjs/common';
import { Slo } from 'nestjs-observability';
import type { ObjectiveRuleAnswer, ObjectivesAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms, type Platform } from '../support/application.js';
import { until } from './console-reader.js';
import { openDesk, type Desk } from './open-desk.js';

@Controller('orders')
class OrdersController {
  @Get()
  list(): string[] {
    return [];
  }

  @Get(':id')
  find(): never {
    throw new InternalServerErrorException();
  }

  @Slo({ objective: 0.99, latencyMs: 300, name: 'creating' })
  @Post()
  create(): void {}
}

const slos = [{ name: 'orders', objective: 0.99, description: 'People can order.' }];
const open = (platform: Platform): Promise<Desk> =>
  openDesk({ platform, controllers: [OrdersController], observability: { slos, metrics: { prefix: 'shop_' } } });

async function objectivesOf(desk: Desk, events: number): Promise<ObjectivesAnswer['objectives']> {
  let answer!: ObjectivesAnswer;
  await until(async () => {
    answer = await desk.console.read<ObjectivesAnswer>('objectives');
    return answer.objectives[0]!.good + answer.objectives[0]!.bad === events;
  });
  return answer.objectives;
}

const times = (count: number, path: string): string[] => Array.from({ length: count }, () => path);

afterEach(closeApplications);

describe.each(platforms)('Objectives in the console on %s', (platform) => {
  it('say which route burns the budget, how fast, and what would fire', async () => {
    const desk = await open(platform);

    await desk.visit([...times(8, '/orders'), ...times(3, '/orders/7'), '/nowhere']);
    const [orders] = await objectivesOf(desk, 12);

    expect(orders).toEqual({
      name: 'orders',
      description: 'People can order.',
      indicator: 'availability',
      thresholdMs: null,
      objective: 0.99,
      window: '28d',
      good: 9,
      bad: 3,
      current: 0.75,
      budgetRemaining: -24,
      burnRates: ['5m', '30m', '1h', '2h', '6h', '1d', '3d'].map((window) => ({ window, rate: 25 })),
      alerts: [
        ['critical', 14.4, '1h', '5m'],
        ['critical', 6, '6h', '30m'],
        ['warning', 3, '1d', '2h'],
        ['warning', 1, '3d', '6h'],
      ].map(([severity, threshold, longWindow, shortWindow]) => {
        return { severity, threshold, longWindow, shortWindow, isFiring: true };
      }),
      exhaustedInMs: 0,
      p95Ms: null,
      routes: [
        { name: 'GET /orders/:id', good: 0, bad: 3 },
        { name: 'GET /orders', good: 8, bad: 0 },
        { name: 'GET _UNMATCHED', good: 1, bad: 0 },
      ],
    });
  });

  it('are silent once their short windows are, and tell latency of their own routes', async () => {
    const desk = await open(platform);
    await desk.visit(times(10, '/orders/7'));
    await objectivesOf(desk, 10);
    await desk.visit(['/orders'], { method: 'POST' });

    desk.clock.advance(3 * 3_600_000);
    const [orders, creating] = await objectivesOf(desk, 11);

    expect(orders!.alerts.map(({ isFiring }) => isFiring)).toEqual([false, false, false, true]);
    expect(creating).toMatchObject({
      name: 'creating',
      indicator: 'latency',
      thresholdMs: 300,
      budgetRemaining: 1,
      routes: [{ name: 'POST /orders', good: 1, bad: 0 }],
    });
  });

  it('give the rule that the generator writes, under the names of this application', async () => {
    const desk = await open(platform);

    const { yaml } = await desk.console.read<ObjectiveRuleAnswer>('objective-rule', { name: 'orders' });

    expect(yaml).toContain('alert: ErrorBudgetBurnFast');
    expect(yaml).toContain('slo:bad_events:ratio_rate5m');
    expect(yaml).toContain('shop_slo_events_total{');
    expect(yaml).toContain('slo="orders"');
    expect((await desk.console.ask('objective-rule', { name: 'none' })).status).toBe(404);
  });
});

it('are none where nothing is promised', async () => {
  const desk = await openDesk({});

  expect(await desk.console.read('objectives')).toEqual({ version: 1, objectives: [] });
});
