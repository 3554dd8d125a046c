import { Controller, Get, Injectable, Param, Query } from '@nestjs/common';
import {
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Counter,
  type Gauge,
  type Histogram,
  type ObservableGauge,
  type Span as OtelSpan,
  type UpDownCounter,
} from '@opentelemetry/api';
import { MetricsService } from 'nestjs-observability';
import {
  Baggage,
  CurrentSpan,
  MetricService,
  nestjsOtel,
  OtelCounter,
  OtelGauge,
  OtelHistogram,
  OtelInstanceCounter,
  OtelMethodCounter,
  OtelObservableGauge,
  OtelUpDownCounter,
  Span,
  Traceable,
  TraceService,
} from 'nestjs-observability/nestjs-otel';
import { samplesOf } from 'nestjs-observability/testing';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

@OtelInstanceCounter()
class Basket {
  readonly items = ['tea'];
}

@OtelInstanceCounter({ name: 'order.services' })
@Injectable()
class OrdersService {
  constructor(
    private readonly traces: TraceService,
    private readonly metrics: MetricService,
  ) {}

  @Span()
  @OtelMethodCounter()
  place(item: string): Basket {
    this.traces.getSpan()?.setAttribute('order.item', item);
    this.traces.startSpan('reserve').end();
    this.metrics.getCounter('orders.placed', { description: 'Orders placed' }).add(1, { 'item.kind': item });
    return new Basket();
  }

  @Span('orders.find', (id: string) => ({
    kind: SpanKind.CLIENT,
    attributes: { 'order.id': id },
    links: [
      {
        context: trace
          .wrapSpanContext({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 })
          .spanContext(),
      },
    ],
    onResult: (found: string) => ({ attributes: { 'order.length': found.length } }),
  }))
  async find(id: string): Promise<string> {
    if (id === 'none') throw new Error('There is no such order');
    return `order ${id}`;
  }

  @OtelMethodCounter({ name: 'searches', prefix: 'shop' })
  @Span({ kind: SpanKind.CLIENT, attributes: { engine: 'memory' }, onResult: () => ({ attributes: { hits: 0 } }) })
  search(): void {}
}

@Injectable()
@Traceable({ attributes: { layer: 'stock' } })
class StockService {
  onModuleInit(): void {}

  count(): number {
    return 3;
  }
}

@Controller()
class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly stock: StockService,
  ) {}

  @Get('place/:item')
  place(@Param('item') item: string, @CurrentSpan() span: OtelSpan): string {
    span.setAttribute('cart.size', 1);
    this.orders.place(item);
    this.orders.search();
    return String(this.stock.count());
  }

  @Get('find/:id')
  find(@Param('id') id: string): Promise<string> {
    return this.orders.find(id);
  }

  @Get('baggage')
  baggage(@Baggage('tenant') tenant: string, @Baggage('region') region?: string): string {
    return `${tenant} ${region ?? 'nowhere'}`;
  }

  @Get('metrics-by-name')
  record(
    @OtelCounter('visits') visits: Counter,
    @OtelUpDownCounter('visitors') visitors: UpDownCounter,
    @OtelGauge('queue.length') queue: Gauge,
    @OtelHistogram('answer.size', { advice: { explicitBucketBoundaries: [1, 10] } }) size: Histogram,
    @OtelObservableGauge('heat') heat: ObservableGauge,
    @Query('cold') cold?: string,
  ): string {
    visits.add(2);
    visitors.add(3, { from: 'here' });
    visitors.add(-1, { from: 'here' });
    queue.record(7);
    size.record(5);
    if (cold === undefined) heat.addCallback(warm);
    else heat.removeCallback(warm);
    return 'recorded';
  }
}

const warm = (result: { observe(value: number, attributes?: Attributes): void }): void =>
  result.observe(21, { room: 'kitchen' });

const start = (platform: (typeof platforms)[number]) =>
  startApplication({
    platform,
    controllers: [OrdersController],
    providers: [OrdersService, StockService],
    observability: { plugins: [nestjsOtel()], traces: { sampleRatio: 1 } },
  });

afterEach(closeApplications);

describe.each(platforms)('The names of nestjs-otel on %s', (platform) => {
  it('make the spans they made before', async () => {
    const application = await start(platform);

    expect(await (await application.request('/place/tea')).text()).toBe('3');
    await application.recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /place/:item'));

    const { recorder } = application;
    expect(recorder).toHaveSpan('GET /place/:item');
    expect(recorder).toHaveSpan('OrdersService.place', { 'order.item': 'tea' });
    expect(recorder).toHaveSpan('OrdersService.search', { engine: 'memory' });
    expect(recorder).toHaveSpan('StockService.count', { layer: 'stock' });
    const [reserve, place] = ['reserve', 'OrdersService.place'].map((name) =>
      recorder.spans.find((span) => span.name === name)!,
    );
    expect(reserve!.parentSpanContext!.spanId).toBe(place!.spanContext().spanId);
    expect(recorder.spans.find(({ name }) => name === 'OrdersService.search')!.kind).toBe(SpanKind.CLIENT);
    expect(recorder.spans.map(({ name }) => name)).not.toContain('StockService.onModuleInit');
    expect(recorder.spans.filter(({ attributes }) => attributes['cart.size'] === 1)).toHaveLength(1);
  });

  it('ask the options of a call for its attributes, its links and what it returned', async () => {
    const application = await start(platform);

    await application.request('/find/7');
    expect((await application.request('/find/none')).status).toBe(500);
    await application.recorder.waitFor(({ spans }) => spans.filter(({ name }) => name === 'orders.find').length === 2);

    const [found, failed] = application.recorder.spans.filter(({ name }) => name === 'orders.find');
    expect(found!.attributes).toMatchObject({ 'order.id': '7', 'order.length': 7 });
    expect(found!.links.map(({ context }) => context.traceId)).toEqual(['a'.repeat(32)]);
    expect(failed!.attributes).toMatchObject({ 'order.id': 'none' });
    expect(failed!.attributes).not.toHaveProperty('order.length');
    expect(failed!.status.code).toBe(SpanStatusCode.ERROR);
  });

  it('read baggage', async () => {
    const application = await start(platform);

    const answer = await application.request('/baggage', { headers: { baggage: 'tenant=blue' } });

    expect(await answer.text()).toBe('blue nowhere');
  });

  it('record metrics under the names that OpenTelemetry’s Prometheus exporter gave them', async () => {
    const application = await start(platform);

    await application.request('/place/tea');
    await application.request('/place/tea');
    await application.request('/metrics-by-name');
    const page = await application.scrape();

    expect(samplesOf(page, 'orders_placed_total')).toMatchObject([{ labels: { item_kind: 'tea' }, value: 2 }]);
    expect(samplesOf(page, 'app_Basket_instances_total')).toMatchObject([{ labels: {}, value: 2 }]);
    // A singleton, made while Nest starts.
    expect(samplesOf(page, 'order_services_total')).toEqual([]);
    await expect(page).toHaveSample('app_OrdersService_place_calls_total', { method: 'place', outcome: 'ok' }, 2);
    await expect(page).toHaveSample('shop_searches_total', { class: 'OrdersService', outcome: 'ok' }, 2);
    expect(samplesOf(page, 'visits_total')).toMatchObject([{ labels: {}, value: 2 }]);
    expect(samplesOf(page, 'visitors')).toMatchObject([{ labels: { from: 'here' }, value: 2 }]);
    await expect(page).toHaveSample('queue_length', {}, 7);
    expect(samplesOf(page, 'answer_size_bucket').map(({ labels, value }) => [labels['le'], value])).toEqual([
      ['1', 0],
      ['10', 1],
      ['+Inf', 1],
    ]);
    expect(samplesOf(page, 'heat')).toMatchObject([{ labels: { room: 'kitchen' }, value: 21 }]);
  });

  it('bound the sets of labels that one metric may have, with exact totals', async () => {
    const application = await start(platform);
    const clicks = application.app.get(MetricService).getCounter('clicks');

    for (let user = 0; user < 40; user++) clicks.add(1, { [`user${user}`]: 'yes' });
    clicks.add(Number.NaN);

    const samples = samplesOf(await application.scrape(), 'clicks_total');
    expect(samples).toHaveLength(17);
    expect(samples.find(({ labels }) => Object.keys(labels).length === 0)!.value).toBe(24);
  });

  it('record nothing under a name that is another metric’s, and go on', async () => {
    const application = await start(platform);
    application.app.get(MetricsService).gauge('orders_placed_total').set(5);

    expect((await application.request('/place/tea')).status).toBe(200);

    await expect(application).toHaveSample('orders_placed_total', {}, 5);
    await expect(application).toHaveSample(
      'observability_handler_failures_total',
      { handler: 'metrics', phase: 'record' },
      1,
    );
  });

  it('ask a callback once, however often it was added', async () => {
    const application = await start(platform);
    let asked = 0;
    const callback = (): void => void asked++;
    const metrics = application.app.get(MetricService);
    metrics.getObservableGauge('heat').addCallback(callback);
    metrics.getObservableGauge('heat').addCallback(callback);

    await application.scrape();
    expect(asked).toBe(1);

    metrics.getObservableGauge('heat').removeCallback(callback);
    await application.scrape();
    expect(asked).toBe(1);
  });

  it('do nothing where metrics are off', async () => {
    const application = await startApplication({
      platform,
      controllers: [OrdersController],
      providers: [OrdersService, StockService],
      observability: { plugins: [nestjsOtel()], metrics: { enabled: false } },
    });

    expect(await (await application.request('/place/tea')).text()).toBe('3');
    expect(await (await application.request('/metrics-by-name')).text()).toBe('recorded');
  });
});
