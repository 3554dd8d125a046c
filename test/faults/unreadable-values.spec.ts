/** Values that throw at whoever looks at them: whatever entrance of the library takes them, the application goes on as without it. */
import { Controller, Get, Inject, type INestApplication } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  Counted,
  HealthRegistry,
  MetricsService,
  ObservabilityService,
  OperationPipeline,
  Traced,
} from 'nestjs-observability';
import { AiInstrument, getInstrument } from 'nestjs-observability/instruments';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

function refuse(): never {
  throw new Error('unreadable');
}

function unreadable(): never {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy as never;
}

const lazy = (): never =>
  Object.defineProperty({ [Symbol.asyncIterator]: undefined }, 'lift', { get: refuse }) as never;
const endless = (): never =>
  ({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: undefined }) }) }) as never;

const uses: Readonly<Record<string, (app: INestApplication) => unknown>> = {
  annotate: (app) => app.get(ObservabilityService).annotate(unreadable()),
  'annotate with a text': (app) => app.get(ObservabilityService).annotate('letters' as never),
  captureError: (app) => app.get(ObservabilityService).captureError(unreadable(), unreadable()),
  phase: (app) => app.get(ObservabilityService).phase(unreadable(), () => undefined),
  inc: (app) => app.get(MetricsService).counter('unreadable_total').inc(unreadable()),
  set: (app) => app.get(MetricsService).gauge('unreadable').set(unreadable()),
  observe: (app) => app.get(MetricsService).histogram('unreadable_seconds').observe(unreadable()),
  'a call of a model': (app) => {
    void app;
    const completion = getInstrument(AiInstrument).completion({
      provider: unreadable(),
      model: Symbol('model') as never,
    });
    completion.usage(unreadable());
    completion.end();
  },
};

class Stock {
  @Counted()
  @Traced({ attributes: () => 'letters'.repeat(100_000) as never, links: endless })
  find<T>(value: T): T {
    return value;
  }
}

@Controller()
class ShopController {
  private readonly stock = new Stock();

  constructor(@Inject(ModuleRef) private readonly modules: ModuleRef) {}

  @Get('used')
  used(): object {
    const app = { get: (type: never) => this.modules.get(type, { strict: false }) as unknown } as INestApplication;
    for (const use of Object.values(uses)) use(app);
    return { used: Object.keys(uses).length };
  }

  @Get('found')
  found(): object {
    const [proxy, getter] = [unreadable(), lazy()];
    return { isSame: [this.stock.find(proxy) === proxy, this.stock.find(getter) === getter] };
  }
}

afterEach(closeApplications);

describe.each(platforms)('What cannot be read, on %s,', (platform) => {
  it('is handed over by the application without harm, and counted', async () => {
    const application = await startApplication({ platform, controllers: [ShopController] });

    const answer = await application.request('/used');

    expect(await answer.json()).toEqual({ used: Object.keys(uses).length });
    const { failures } = application.app.get(OperationPipeline).diagnostics;
    const counted = [...failures.values()].map(({ labels, value }) => [Object.values(labels).join('/'), value]);
    expect(counted).toEqual(
      expect.arrayContaining([
        ['attributes/annotate', 2],
        ['attributes/captured', 1],
        ['metrics/labels', 3],
      ]),
    );
  });

  it('comes back from a decorated method as it is, whatever is said of its span', async () => {
    const application = await startApplication({
      platform,
      controllers: [ShopController],
      observability: { traces: { sampleRatio: 1 } },
    });

    expect(await (await application.request('/found')).json()).toEqual({ isSame: [true, true] });
    await expect(application).toHaveSample(
      'observability_handler_failures_total',
      { handler: 'tracing', phase: 'links' },
      2,
    );
    await expect(application).toHaveSample(
      'observability_handler_failures_total',
      { handler: 'tracing', phase: 'attributes' },
      2,
    );
    await expect(application).toHaveSample('method_calls_total', { method: 'find', outcome: 'ok' }, 2);
  });

  it('costs a scrape the one metric, and a probe the one check, that throw it', async () => {
    const application = await startApplication({ platform });
    const throwIt = (): never => {
      throw unreadable();
    };
    application.app.get(MetricsService).gauge('unreadable').observe(throwIt);
    application.app.get(HealthRegistry).register({ name: 'unreadable', check: throwIt });

    const text = await application.scrape();
    const probe = await application.request('/health/ready');

    expect(text).toContain('nodejs_version_info');
    expect([...application.app.get(OperationPipeline).diagnostics.failures.values()]).toEqual([
      { labels: { handler: 'metrics', phase: 'collect' }, value: 1 },
    ]);
    expect([probe.status, JSON.stringify(await probe.json())]).toEqual([
      503,
      expect.stringContaining('threw what cannot be read'),
    ]);
  });
});
