/** What docs/11-objectives.md shows: its blocks are regions of this file, and do here what the page says of them. */
import { Controller, Get, Injectable, InternalServerErrorException, type OnApplicationBootstrap } from '@nestjs/common';
import { MetricsService, ObservabilityService, Slo, SloService, type ObservabilityOptions } from 'nestjs-observability';
import { ManualClock, TelemetryRecorder } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';

// #region objectives
const slos: ObservabilityOptions['slos'] = [
  { name: 'shop-availability', objective: 0.999, description: 'Customers get an answer.', health: 'degraded' },
  {
    name: 'checkout-latency',
    objective: 0.99,
    window: '7d',
    indicator: { latencyMs: 500 },
    selector: { routes: ['/checkout'], methods: ['POST'] },
  },
  {
    name: 'parcels-delivered',
    objective: 0.95,
    indicator: { good: 'parcels_delivered_total', total: { metric: 'parcels_total', labels: { region: 'eu' } } },
  },
];
// #endregion

// #region decorator
@Controller('orders')
class OrdersController {
  @Slo({ objective: 0.999, latencyMs: 300 })
  @Get()
  list(): string[] {
    return [];
  }
}
// #endregion

@Controller()
class BrokenController {
  @Get('broken')
  broken(): never {
    throw new InternalServerErrorException();
  }
}

// #region status
@Injectable()
class ReleaseGate {
  constructor(private readonly slo: SloService) {}

  /** No risky release with less than a tenth of the budget left. */
  isOpen(): boolean {
    return this.slo.all().every(({ budgetRemaining, isBurning }) => budgetRemaining > 0.1 && !isBurning);
  }
}
// #endregion

// #region event
@Injectable()
class BurnReport implements OnApplicationBootstrap {
  readonly messages: string[] = [];

  constructor(private readonly observability: ObservabilityService) {}

  onApplicationBootstrap(): void {
    this.observability.on('slo.burn', ({ slo, state, longRate, longWindow }) => {
      this.messages.push(`${slo} ${state}: ${longRate.toFixed(1)} times too fast over ${longWindow}`);
    });
  }
}
// #endregion

afterEach(closeApplications);

describe('the objectives of the page', () => {
  const clock = new ManualClock();

  const start = async (): Promise<RunningApplication> => {
    const recorder = new TelemetryRecorder(clock);
    const application = await startApplication({
      controllers: [OrdersController, BrokenController],
      providers: [ReleaseGate, BurnReport],
      observability: { slos, health: { cacheMs: 0 }, plugins: [recorder.plugin()] },
    });
    const metrics = application.app.get(MetricsService);
    metrics.counter('parcels_total', { labelNames: ['region'] }).inc({ region: 'eu' }, 20);
    metrics.counter('parcels_delivered_total').inc(19);
    return application;
  };

  it('are known by their names, those of decorators after those of the options', async () => {
    const { app } = await start();

    expect(
      app
        .get(SloService)
        .all()
        .map(({ objective: { name, windowDays } }) => [name, windowDays]),
    ).toEqual([
      ['shop-availability', 28],
      ['checkout-latency', 7],
      ['parcels-delivered', 28],
      ['orders-list-latency', 28],
    ]);
  });

  it('count requests, and what the application counts', async () => {
    const { app, recorder, request } = await start();

    await request('/orders');
    await recorder.waitFor(({ operations }) => operations.some(({ kind }) => kind === 'http.server'));

    const counted = app.get(SloService).all();
    expect(counted.map(({ objective, good, bad }) => [objective.name, good, bad])).toEqual([
      ['shop-availability', 1, 0],
      ['checkout-latency', 0, 0],
      ['parcels-delivered', 19, 1],
      ['orders-list-latency', 1, 0],
    ]);
  });

  it('close the gate, report and degrade health while they burn', async () => {
    const { app, recorder, request } = await start();
    const [gate, report] = [app.get(ReleaseGate), app.get(BurnReport)];

    for (let count = 0; count < 10; count++) await request('/broken');
    await recorder.waitFor(({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 10);

    expect(gate.isOpen()).toBe(false);
    await recorder.waitFor(() => report.messages.length === 2);
    expect(report.messages[0]).toBe('shop-availability begun: 1000.0 times too fast over 1h');
    const ready = await request('/health/ready');
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { checks: { 'slo-shop-availability': 'degraded' } },
    ]);
  });
});
