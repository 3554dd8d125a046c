/** The blocks of docs/21-testing.md: they compile, run, and do what the page says. */
import { setTimeout } from 'node:timers/promises';
import { Controller, Get, Injectable, Logger, Module, NotFoundException, Param } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Counted, MetricsService, ObservabilityModule, Timed, Traced } from 'nestjs-observability';
import {
  ManualClock,
  ObservabilityTestingModule,
  TelemetryRecorder,
  TestApplication,
  traceTree,
} from 'nestjs-observability/testing';
import '../support/matchers.js';

@Injectable()
class Stock {
  @Traced()
  async take(id: string): Promise<number> {
    await setTimeout(1);
    if (id === 'none') throw new RangeError('sold out');
    return 3;
  }
}

// #region service
@Injectable()
class OrdersService {
  private readonly logger = new Logger(OrdersService.name);
  private readonly sold;

  constructor(
    private readonly stock: Stock,
    metrics: MetricsService,
  ) {
    this.sold = metrics.counter('orders_sold_total', { labelNames: ['kind'] });
  }

  @Traced({ attributes: ([id]) => ({ 'order.id': String(id) }) })
  @Counted()
  async sell(id: string): Promise<number> {
    const left = await this.stock.take(id);
    this.sold.labels({ kind: 'tea' }).inc();
    this.logger.log(`Sold ${id}`);
    return left;
  }
}
// #endregion

@Controller('orders')
class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get(':id')
  async sell(@Param('id') id: string): Promise<{ left: number }> {
    if (id === 'unknown') throw new NotFoundException();
    return { left: await this.orders.sell(id) };
  }
}

@Injectable()
class Reports {
  @Timed()
  build(clock: ManualClock): void {
    clock.advance(1500);
  }
}

@Module({ providers: [OrdersService, Stock], controllers: [OrdersController] })
class OrdersModule {}

@Module({
  imports: [ObservabilityModule.forRoot({ service: { name: 'shop' }, traces: { sampleRatio: 0.1 } }), OrdersModule],
})
class AppModule {}

describe('A service', () => {
  // #region unit
  it('sells what there is', async () => {
    const module = await Test.createTestingModule({
      imports: [ObservabilityTestingModule.forRoot()],
      providers: [OrdersService, Stock],
    }).compile();
    await module.init();
    const recorder = module.get(TelemetryRecorder);

    await module.get(OrdersService).sell('o-1');

    expect(recorder).toHaveSpan('OrdersService.sell', { 'order.id': 'o-1' });
    expect(recorder).toHaveLogged({ level: 'INFO', target: 'OrdersService', message: 'Sold o-1' });
    await expect(recorder).toHaveSample('orders_sold_total', { kind: 'tea' }, 1);
    expect(recorder).toHaveNoErrors();
    await module.close();
  });
  // #endregion

  // #region clock
  it('measures with the clock of the test', async () => {
    const clock = new ManualClock();
    const module = await Test.createTestingModule({
      imports: [ObservabilityTestingModule.forRoot({ clock })],
      providers: [Reports],
    }).compile();
    await module.init();

    module.get(Reports).build(clock);

    const recorder = module.get(TelemetryRecorder);
    await expect(recorder).toHaveSample('method_duration_seconds_sum', { class: 'Reports', method: 'build' }, 1.5);
    await module.close();
  });
  // #endregion
});

describe('An application', () => {
  // #region application
  let shop: TestApplication;

  beforeEach(async () => {
    const module = await Test.createTestingModule({
      imports: [AppModule, ObservabilityTestingModule.forApplication()],
    }).compile();
    shop = await TestApplication.listen(module.createNestApplication());
  });

  afterEach(() => shop.close());
  // #endregion

  // #region requests
  it('answers who asks for what there is not, and is not to blame', async () => {
    await shop.request('/orders/unknown');
    await shop.recorder.waitFor({ operation: { kind: 'http.server' } });

    await expect(shop).toHaveSample('http_requests_total', { route: '/orders/:id', status: '404' }, 1);
    expect(shop).toHaveSpan({
      name: 'GET /orders/:id',
      kind: 'server',
      attributes: { 'http.response.status_code': 404 },
    });
    expect(shop).toHaveNoErrors();
  });
  // #endregion

  // #region logs
  it('logs a failure once, with its trace', async () => {
    await shop.request('/orders/none');
    await shop.recorder.waitFor({ log: { target: 'HTTP', status: 500 } });

    const { traceId } = shop.recorder.spans[0]!.spanContext();
    expect(shop).toHaveLogged({ level: 'ERROR', err: { type: 'RangeError' }, trace_id: traceId });
    expect(shop).toHaveOperation({ kind: 'http.server', outcome: 'error', error: new RangeError('sold out') });
  });
  // #endregion

  // #region snapshot
  it('does what it did yesterday', async () => {
    await shop.request('/orders/o-1');
    await shop.recorder.waitFor({ span: 'GET /orders/:id' });

    expect(traceTree(shop.recorder, { attributes: ['order.id'] })).toMatchSnapshot();
  });
  // #endregion
});

// #region using
it('closes what it has started by itself', async () => {
  const module = await Test.createTestingModule({
    imports: [AppModule, ObservabilityTestingModule.forApplication()],
  }).compile();
  await using shop = await TestApplication.listen(module.createNestApplication());

  const answer = await shop.request('/orders/o-1');

  expect(await answer.json()).toEqual({ left: 3 });
});
// #endregion
