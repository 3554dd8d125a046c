/** What docs/05-metrics.md shows: its blocks are regions of this file, and do here what the page says of them. */
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import {
  Counted,
  Gauged,
  getMetrics,
  MetricLabel,
  MetricsService,
  NoMetrics,
  Observed,
  Timed,
} from 'nestjs-observability';
import { closeApplications, startApplication, type RunningApplication } from '../../support/application.js';
import '../../support/matchers.js';

interface Basket {
  readonly tenant: string;
  readonly cents: number;
}

// #region decorators
@Injectable()
class Checkout {
  @Counted()
  @Timed()
  @Gauged()
  async price(basket: Basket): Promise<number> {
    return basket.cents;
  }

  @Counted('orders_total', { count: 'ok', labelNames: ['tier'], labels: ({ args }) => tierOf(args[0] as Basket) })
  @Timed('order_duration_seconds', { buckets: [0.05, 0.1, 0.5, 1, 5], exemplars: true })
  async order(basket: Basket): Promise<string> {
    if (basket.cents === 0) throw new RangeError('an empty basket');
    return 'ordered';
  }

  @Counted('revenue_cents_total', { amount: (result) => (result as Basket).cents })
  async pay(@MetricLabel('tenant', { max: 50 }) tenant: string, cents: number): Promise<Basket> {
    return { tenant, cents };
  }

  @Gauged('stock_pieces', { value: (result) => (result as string[]).length })
  stock(): string[] {
    return ['tea', 'coffee'];
  }
}

function tierOf({ cents }: Basket): { tier: string } {
  return { tier: cents > 10_000 ? 'large' : 'small' };
}
// #endregion

// #region observed
@Injectable()
@Observed()
class Warehouse {
  async pick(item: string): Promise<string> {
    return this.shelfOf(item);
  }

  @NoMetrics()
  shelfOf(item: string): string {
    return item.slice(0, 1);
  }
}
// #endregion

// #region service
@Injectable()
class Mailer {
  private readonly sent;
  private readonly waiting;

  constructor(metrics: MetricsService) {
    this.sent = metrics.counter('mails_sent_total', { help: 'Mails handed over', labelNames: ['template', 'outcome'] });
    this.waiting = metrics.gauge('mails_waiting', { help: 'Mails not handed over yet' });
  }

  send(template: 'welcome' | 'invoice', recipients: readonly string[]): void {
    this.waiting.set(recipients.length);
    const ok = this.sent.labels({ template, outcome: 'ok' }); // labels bound ahead: recording is an addition
    for (const _ of recipients) ok.inc();
    this.waiting.set(0);
  }
}
// #endregion

// #region time
async function readArchive(read: () => Promise<string>): Promise<string> {
  return getMetrics().time('archive_read_duration_seconds', read);
}
// #endregion

// #region read
@Injectable()
class Report {
  constructor(private readonly metrics: MetricsService) {}

  mailsSent(template?: string): unknown {
    return this.metrics.read('mails_sent_total', template === undefined ? {} : { template });
  }
}
// #endregion

@Controller()
class ShopController {
  constructor(private readonly checkout: Checkout) {}

  @Get('pay/:tenant')
  async pay(@Param('tenant') tenant: string): Promise<string> {
    await this.checkout.pay(tenant, 500);
    return 'paid';
  }
}

afterEach(closeApplications);

describe('the metrics of the page', () => {
  const start = (): Promise<RunningApplication> =>
    startApplication({ controllers: [ShopController], providers: [Checkout, Warehouse, Mailer, Report] });

  it('of decorators share one family, or have one of their own by a name', async () => {
    const application = await start();
    const checkout = application.app.get(Checkout);

    await checkout.price({ tenant: 'a', cents: 5 });
    await checkout.order({ tenant: 'a', cents: 20_000 });
    await checkout.order({ tenant: 'a', cents: 0 }).catch(() => undefined);
    checkout.stock();

    const price = { class: 'Checkout', method: 'price' };
    await expect(application).toHaveSample('method_calls_total', { ...price, outcome: 'ok' }, 1);
    await expect(application).toHaveSample('method_duration_seconds_count', { ...price, outcome: 'ok' }, 1);
    await expect(application).toHaveSample('method_active', price, 0);
    await expect(application).toHaveSample('orders_total', { tier: 'large', outcome: 'ok' }, 1);
    await expect(application).not.toHaveSample('orders_total', { outcome: 'error' });
    await expect(application).toHaveSample('order_duration_seconds_count', { outcome: 'error' }, 1);
    await expect(application).toHaveSample('stock_pieces', {}, 2);
  });

  it('of a class are those of its methods, but for what opts out', async () => {
    const application = await start();

    await application.app.get(Warehouse).pick('tea');

    await expect(application).toHaveSample('method_duration_seconds_count', { class: 'Warehouse', method: 'pick' }, 1);
    await expect(application).not.toHaveSample('method_duration_seconds_count', { method: 'shelfOf' });
  });

  it('fold a label that has too many values, and keep their sum', async () => {
    const application = await start();

    for (let tenant = 0; tenant < 60; tenant++) await application.request(`/pay/tenant-${tenant}`);

    const { app, recorder } = application;
    expect(app.get(MetricsService).read('revenue_cents_total')).toBe(60 * 500);
    await expect(application).toHaveSample('revenue_cents_total', { tenant: '_OTHER' }, 10 * 500);
    await expect(application).toHaveSample(
      'observability_dropped_total',
      { signal: 'metrics', reason: 'cardinality' },
      10,
    );
    const warnings = recorder.lines.filter(({ message }) => /_OTHER/.test(String(message)));
    expect(warnings.map(({ message }) => message)).toEqual([
      'Metric revenue_cents_total is folded into tenant="_OTHER": label tenant has more than 50 values. ' +
        "Totals stay exact. Give tenant fewer values, or raise the max of @MetricLabel('tenant').",
    ]);
  });

  it('of the service are recorded through handles, and can be read again', async () => {
    const application = await start();

    application.app.get(Mailer).send('welcome', ['a', 'b']);
    application.app.get(Mailer).send('invoice', ['a']);
    await readArchive(async () => 'old');

    const report = application.app.get(Report);
    expect([report.mailsSent('welcome'), report.mailsSent()]).toEqual([2, 3]);
    await expect(application).toHaveSample('archive_read_duration_seconds_count', { outcome: 'ok' }, 1);
    expect(await application.scrape()).toContain('# HELP mails_sent_total Mails handed over');
  });

  it('carry the trace of a slow call to OpenMetrics', async () => {
    const application = await start();

    await application.request('/pay/a');
    await application.recorder.waitFor(({ operations }) => operations.some(({ kind }) => kind === 'http.server'));

    const page = await application.scrape('application/openmetrics-text; version=1.0.0');
    expect(page).toMatch(
      /^http_request_duration_seconds_bucket\{.*\} \d+ # \{trace_id="[0-9a-f]{32}",span_id="[0-9a-f]{16}"\}/m,
    );
    expect(await application.scrape()).not.toContain('trace_id=');
  });

  it('come by name to who asks for a few', async () => {
    const { request } = await start();

    const page = await (await request('/metrics?name[]=app_ready&name[]=app_info')).text();

    expect(
      page
        .split('\n')
        .filter((line) => line.startsWith('# TYPE'))
        .toSorted(),
    ).toEqual(['# TYPE app_info gauge', '# TYPE app_ready gauge']);
  });
});
