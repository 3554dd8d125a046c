import { Controller, Get, Injectable, Module, Param, type FactoryProvider } from '@nestjs/common';
import { register, type Counter, type Gauge, type Histogram, type Summary } from 'prom-client';
import { MetricsService } from 'nestjs-observability';
import {
  getToken,
  InjectMetric,
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider,
  makeSummaryProvider,
} from 'nestjs-observability/nestjs-prometheus';
import { samplesOf } from 'nestjs-observability/testing';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

@Injectable()
class Jobs {
  waiting = 4;
}

@Injectable()
class OrdersService {
  @InjectMetric('basket_items')
  readonly items!: Summary<string>;

  constructor(
    @InjectMetric('orders_placed_total') readonly placed: Counter<string>,
    @InjectMetric('payment_seconds') readonly payment: Histogram<string>,
  ) {}

  place(item: string): number {
    const end = this.payment.startTimer();
    this.placed.labels(item).inc();
    this.items.observe(2);
    end({ provider: 'card' });
    return 1;
  }
}

const metricProviders = [
  makeCounterProvider({ name: 'orders_placed_total', help: 'Orders placed', labelNames: ['item'] }),
  makeHistogramProvider({ name: 'payment_seconds', help: 'Payments', labelNames: ['provider'], buckets: [1] }),
  makeSummaryProvider({ name: 'basket_items', help: 'Items of a basket', percentiles: [0.5] }),
  makeGaugeProvider({
    name: 'queue_size',
    help: 'Jobs waiting',
    inject: [Jobs],
    collect(jobs: Jobs) {
      this.set(jobs.waiting);
    },
  }),
];

@Module({ providers: [Jobs, OrdersService, ...metricProviders], exports: [OrdersService] })
class OrdersModule {}

// #region metrics-service
@Injectable()
class ReturnsService {
  private readonly returned = this.metrics.counter('orders_returned_total', { labelNames: ['item'] });

  constructor(private readonly metrics: MetricsService) {}

  takeBack(item: string): void {
    this.returned.inc({ item });
  }
}
// #endregion

@Controller()
class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get('place/:item')
  place(@Param('item') item: string): string {
    return String(this.orders.place(item));
  }
}

afterEach(closeApplications);

describe.each(platforms)('The names of @willsoto/nestjs-prometheus on %s', (platform) => {
  it('show prom-client’s metrics on the metrics page, from any module, beside those of requests', async () => {
    const application = await startApplication({
      platform,
      imports: [OrdersModule],
      controllers: [OrdersController],
    });

    await application.request('/place/tea');
    await application.request('/place/tea');
    const page = await application.scrape();

    expect(samplesOf(page, 'orders_placed_total')).toMatchObject([{ labels: { item: 'tea' }, value: 2 }]);
    await expect(page).toHaveSample('payment_seconds_bucket', { provider: 'card', le: '1' }, 2);
    await expect(page).toHaveSample('basket_items', { quantile: '0.5' }, 2);
    await expect(page).toHaveSample('queue_size', {}, 4);
    await expect(page).toHaveSample('http_requests_total', { route: '/place/:item' }, 2);
  });

  it('keep applications of one process apart, and have the prefix of the application', async () => {
    const options = { platform, imports: [OrdersModule], observability: { metrics: { prefix: 'shop_' } } };
    const [one, other] = [await startApplication(options), await startApplication(options)];

    one.app.get<Counter>(getToken('orders_placed_total'), { strict: false }).inc({ item: 'tea' }, 5);

    await expect(one).toHaveSample('shop_orders_placed_total', { item: 'tea' }, 5);
    expect(samplesOf(await other.scrape(), 'shop_orders_placed_total')).toEqual([]);
    expect(register.getSingleMetric('orders_placed_total')).toBeUndefined();
  });

  it('share a metric that two modules provide', async () => {
    const application = await startApplication({
      platform,
      imports: [OrdersModule],
      providers: metricProviders.slice(0, 3),
    });
    const token = getToken('orders_placed_total');

    expect(application.app.get<Counter>(token)).toBe(application.app.select(OrdersModule).get<Counter>(token));
  });

  it('cost a scrape only their own lines when collect fails', async () => {
    const failing = makeGaugeProvider({
      name: 'broken',
      help: 'Fails',
      collect: () => Promise.reject(new Error('unreachable')),
    });
    const application = await startApplication({ platform, imports: [OrdersModule], providers: [failing] });

    const page = await application.scrape();

    await expect(page).toHaveSample('queue_size', {}, 4);
    expect(samplesOf(page, 'broken')).toEqual([]);
  });

  it('refuse at start a name that means something else already', async () => {
    const other = {
      provide: 'other',
      useFactory: (metrics: MetricsService) => metrics.counter('taken_total'),
      inject: [MetricsService],
    };
    const { useFactory, inject } = makeCounterProvider({ name: 'taken_total', help: 'Taken' }) as FactoryProvider;
    const afterOther = { provide: 'taken', useFactory, inject: [...inject!, 'other'] };

    const started = startApplication({ platform, providers: [other, afterOther] });

    await expect(started).rejects.toThrow(/OBS_ERR_METRIC_CONFLICT {2}metric taken_total is there already/);
  });

  it('refuse at start a name of the library’s own metrics', async () => {
    const own = makeHistogramProvider({ name: 'http_request_duration_seconds', help: 'Ours, too' });

    const started = startApplication({ platform, providers: [own] });

    await expect(started).rejects.toThrow(/OBS_ERR_METRIC_CONFLICT/);
  });

  it('let tests put another metric in the place of one', async () => {
    const counted: string[] = [];
    const double = { provide: getToken('orders_placed_total'), useValue: { inc: () => counted.push('inc') } };
    const application = await startApplication({ platform, providers: [double] });

    application.app.get<Gauge>(getToken('orders_placed_total')).inc();

    expect(counted).toEqual(['inc']);
  });

  it('need not be left all at once: MetricsService counts on the same page', async () => {
    const application = await startApplication({ platform, imports: [OrdersModule], providers: [ReturnsService] });

    application.app.get(ReturnsService).takeBack('tea');

    await expect(application).toHaveSample('orders_returned_total', { item: 'tea' }, 1);
    await expect(application).toHaveSample('queue_size', {}, 4);
  });
});
