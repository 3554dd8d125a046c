/** What docs/04-traces.md shows: its blocks are regions of this file, and do here what the page says of them. */
import { createHmac } from 'node:crypto';
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import {
  NoTrace,
  ObservabilityService,
  Sampling,
  SpanAttribute,
  Traced,
  type ObservabilityOptions,
} from 'nestjs-observability';
import { closeApplications, startApplication, type RunningApplication } from '../../support/application.js';
import '../../support/matchers.js';

interface Quote {
  readonly carrier: string;
  readonly cents: number;
}

// #region traced
@Injectable()
class Shipping {
  @Traced('shipping.quote', {
    kind: 'client',
    attributes: ([parcel], result) => ({
      'parcel.country': (parcel as { country: string }).country,
      'quote.carrier': (result as Quote | undefined)?.carrier,
    }),
    skip: ([parcel]) => (parcel as { isTest?: boolean }).isTest === true,
  })
  async quote(parcel: { country: string; isTest?: boolean }): Promise<Quote> {
    return { carrier: parcel.country === 'NO' ? 'posten' : 'dhl', cents: 990 };
  }

  @Traced({ root: true })
  async rebuildIndex(@SpanAttribute('index.name') name: string): Promise<string> {
    return `${name} is new`;
  }
}
// #endregion

// #region class
@Injectable()
@Traced()
class Stock {
  reserve(item: string): string {
    return this.normalized(item);
  }

  @NoTrace()
  normalized(item: string): string {
    return item.trim().toLowerCase();
  }
}
// #endregion

// #region annotate
@Injectable()
class Checkout {
  constructor(private readonly observability: ObservabilityService) {}

  async pay(orderId: string): Promise<string> {
    this.observability.annotate({ 'order.id': orderId });
    try {
      return await this.charge(orderId);
    } catch (error) {
      this.observability.captureError(error, { 'payment.attempt': 1 });
      this.observability.addEvent('payment postponed', { 'order.id': orderId });
      return 'postponed';
    }
  }

  @Traced()
  private async charge(orderId: string): Promise<string> {
    throw new Error(`no answer for ${orderId}`);
  }
}
// #endregion

@Controller()
class ShopController {
  constructor(
    private readonly shipping: Shipping,
    private readonly stock: Stock,
    private readonly checkout: Checkout,
  ) {}

  @Get('quotes/:country')
  async quote(@Param('country') country: string): Promise<Quote> {
    await this.shipping.quote({ country, isTest: true });
    return this.shipping.quote({ country });
  }

  @Get('reserve')
  reserve(): string {
    return this.stock.reserve(' Tea ');
  }

  @Get('pay/:id')
  pay(@Param('id') id: string): Promise<string> {
    return this.checkout.pay(id);
  }

  @Get('rebuild')
  rebuild(): Promise<string> {
    return this.shipping.rebuildIndex('orders');
  }
}

// #region sampling
const traces: ObservabilityOptions['traces'] = {
  sampleRatio: 0.1,
  rules: [
    { route: '/health-of-partners', ratio: 0 },
    { route: '/payments/*', ratio: 1 },
  ],
  forceSecret: process.env['TRACE_SECRET'],
};
// #endregion

// #region force
/** The value of `x-force-trace` for one method and path, good for five minutes. */
function forceTrace(secret: string, method: string, path: string): string {
  const unixSeconds = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`${unixSeconds}:${method} ${path}`).digest('hex');
  return `${unixSeconds}.${signature}`;
}
// #endregion

// #region ratio
@Injectable()
class Incident {
  constructor(private readonly sampling: Sampling) {}

  begin(): void {
    this.sampling.setRatio(1);
  }
}
// #endregion

afterEach(closeApplications);

describe('the traces of the page', () => {
  const start = (options: ObservabilityOptions = {}): Promise<RunningApplication> =>
    startApplication({
      controllers: [ShopController],
      providers: [Shipping, Stock, Checkout, Incident],
      observability: options,
    });

  const requested = ({ recorder }: RunningApplication, count = 1): Promise<void> =>
    recorder.waitFor(({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === count);

  const names = ({ recorder }: RunningApplication): string[] => recorder.spans.map(({ name }) => name);

  it('have the attributes that are named, and leave out what is skipped', async () => {
    const application = await start();

    await application.request('/quotes/NO');
    await requested(application);

    expect(names(application).filter((name) => name === 'shipping.quote')).toHaveLength(1);
    expect(application.recorder).toHaveSpan('shipping.quote', { 'parcel.country': 'NO', 'quote.carrier': 'posten' });
  });

  it('begin anew where a method says so, linked to the caller’s', async () => {
    const application = await start();

    await application.request('/rebuild');
    await requested(application);

    const [index, request] = ['Shipping.rebuildIndex', 'GET /rebuild'].map((name) =>
      application.recorder.spans.find((span) => span.name === name)!,
    );
    expect(index!.spanContext().traceId).not.toBe(request!.spanContext().traceId);
    expect(index!.links.map(({ context }) => context.traceId)).toEqual([request!.spanContext().traceId]);
  });

  it('have a span for each method of a class, but for what opts out', async () => {
    const application = await start();

    await application.request('/reserve');
    await requested(application);

    expect(names(application)).toEqual(['Stock.reserve', 'ShopController.reserve', 'GET /reserve']);
  });

  it('take annotations, events and errors that were handled', async () => {
    const application = await start();

    await application.request('/pay/7');
    await requested(application);

    const { recorder } = application;
    expect(recorder).toHaveSpan('GET /pay/:id', { 'order.id': '7' });
    const events = recorder.spans.find(({ name }) => name === 'ShopController.pay')!.events.map(({ name }) => name);
    expect(events).toEqual(['exception', 'payment postponed']);
    expect(recorder.lines.find(({ target }) => target === 'HTTP')).toMatchObject({ level: 'INFO', status: 200 });
  });

  it('are sampled by route, forced by who knows the secret, and all recorded while an incident lasts', async () => {
    const secret = 'between us';
    const application = await start({ traces: { ...traces, sampleRatio: 0, forceSecret: secret } });

    await application.request('/reserve');
    await requested(application);
    expect(names(application)).toEqual([]);

    await application.request('/reserve', { headers: { 'x-force-trace': forceTrace(secret, 'GET', '/reserve') } });
    await requested(application, 2);
    expect(names(application)).toContain('GET /reserve');

    application.recorder.clear();
    application.app.get(Incident).begin();
    await application.request('/reserve');
    await requested(application);
    expect(names(application)).toContain('GET /reserve');
  });
});
