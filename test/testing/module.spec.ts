/** `ObservabilityTestingModule`: everything into the recorder, nothing out of the process, and nothing left when it is over. */
import { Controller, Get, Injectable, Logger, Module, type LoggerService, type ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ObservabilityModule,
  ObservabilityService,
  OBSERVABILITY_CONFIG,
  type ObservabilityOptions,
  type ObservabilityPlugin,
  type ResolvedConfig,
} from 'nestjs-observability';
import {
  InMemoryEvents,
  InMemorySpans,
  ManualClock,
  ObservabilityTestingModule,
  TelemetryRecorder,
  TestApplication,
} from 'nestjs-observability/testing';
import { TimerWatch } from '../../src/testing/contracts/resource-watch.js';
import '../support/matchers.js';

@Injectable()
class Shop {
  private readonly logger = new Logger('Shop');

  constructor(private readonly observability: ObservabilityService) {}

  sell(what: string): string {
    this.logger.debug(`Sold ${what}`);
    this.observability.annotate({ 'order.kind': what });
    return what;
  }
}

@Controller()
class ShopController {
  constructor(private readonly shop: Shop) {}

  @Get('sell')
  sell(): string {
    return this.shop.sell('tea');
  }
}

@Module({ providers: [Shop], controllers: [ShopController], exports: [Shop] })
class ShopModule {}

const application = (options: ObservabilityOptions): NonNullable<ModuleMetadata['imports']>[number] => {
  @Module({ imports: [ObservabilityModule.forRoot(options), ShopModule] })
  class AppModule {}
  return AppModule;
};

const compile = (...imports: NonNullable<ModuleMetadata['imports']>) => Test.createTestingModule({ imports }).compile();

/** As somebody runs it in production: everything sends, prints or listens somewhere. */
const PRODUCTION: ObservabilityOptions = {
  environment: 'production',
  service: { name: 'shop' },
  traces: {
    exporter: 'otlp',
    endpoint: 'http://127.0.0.1:9',
    sampleRatio: 0.01,
    rules: [{ route: '/sell', ratio: 0 }],
    tree: true,
  },
  metrics: { exporter: ['prometheus', 'otlp'], endpoint: 'http://127.0.0.1:9', port: 9464, prefix: 'shop_' },
  logs: { exporter: 'otlp', endpoint: 'http://127.0.0.1:9', level: 'debug', pretty: true },
  audit: { destination: '/nowhere/audit.log' },
  exporters: [{ type: 'webhook', url: 'http://127.0.0.1:9', secret: 'whsec_c2VjcmV0' }],
  console: { enabled: true, ownPort: true, access: { token: 'a-token-that-is-long-enough-for-this' } },
  shutdown: { drainTimeoutMs: 60_000 },
};

describe.each([
  ['express', () => new ExpressAdapter()],
  ['fastify', () => new FastifyAdapter()],
] as const)('An application of production under test, on %s', (_platform, adapter) => {
  it('is heard completely and tells nobody else', async () => {
    const module = await compile(application(PRODUCTION), ObservabilityTestingModule.forApplication());
    await using shop = await TestApplication.listen(
      module.createNestApplication<NestFastifyApplication>(adapter() as never),
    );

    await shop.request('/sell');
    await shop.recorder.waitFor({ operation: { kind: 'http.server' } });

    expect(shop).toHaveSpan({ name: 'GET /sell', kind: 'server', attributes: { 'order.kind': 'tea' } });
    expect(shop).toHaveLogged({ level: 'DEBUG', target: 'Shop', message: 'Sold tea' });
    await expect(shop).toHaveSample('shop_http_requests_total', { route: '/sell', status: '200' }, 1);
    expect(shop).toHaveNoErrors();
    expect(module.get<ResolvedConfig>(OBSERVABILITY_CONFIG)).toMatchObject({
      service: { name: 'shop' },
      traces: { exporter: 'none', sampleRatio: 1, rules: [], tree: false },
      metrics: { exporter: ['prometheus'], port: undefined },
      logs: { exporter: 'none', pretty: false, level: expect.anything() },
      audit: { destination: 'log' },
      exporters: [],
      console: { isEnabled: false },
      shutdown: { drainTimeoutMs: 0 },
    });
  });
});

describe('ObservabilityTestingModule', () => {
  it('takes over options that a factory makes', async () => {
    const module = await compile(
      ObservabilityModule.forRootAsync({
        useFactory: async () => ({ service: { name: 'made' }, traces: { tree: true } }),
      }),
      ObservabilityTestingModule.forApplication(),
    );

    expect(module.get(OBSERVABILITY_CONFIG)).toMatchObject({ service: { name: 'made' }, traces: { tree: false } });
    await module.close();
  });

  it('lays its own options over the rest, section by section', async () => {
    const observability = { traces: { sampleRatio: 0 }, logs: { level: 'error' } };
    const module = await compile(application(PRODUCTION), ObservabilityTestingModule.forApplication({ observability }));

    expect(module.get(OBSERVABILITY_CONFIG)).toMatchObject({
      traces: { sampleRatio: 0, exporter: 'none' },
      service: { name: 'shop' },
    });
    await module.close();
  });

  it('reads no environment but the one it is given', async () => {
    process.env['OBSERVABILITY_METRICS_PREFIX'] = 'machine_';
    const config = async (options?: object) => {
      const module = await compile(ObservabilityTestingModule.forRoot(options));
      await module.close();
      return module.get<ResolvedConfig>(OBSERVABILITY_CONFIG);
    };

    const prefixes = [
      await config(),
      await config({ env: process.env }),
      await config({ env: { NODE_ENV: 'production' } }),
    ];
    delete process.env['OBSERVABILITY_METRICS_PREFIX'];

    expect(prefixes.map(({ metrics }) => metrics.prefix)).toEqual(['', 'machine_', '']);
    expect(prefixes.map(({ environment }) => environment.class)).toEqual(['test', 'test', 'production']);
  });

  it('says so where there is no application to take over', async () => {
    await expect(compile(ObservabilityTestingModule.forApplication())).rejects.toThrow(
      'OBS_ERR_CONFIG  ObservabilityTestingModule.forApplication() takes over the ObservabilityModule of the application, and there is none. Fix: import',
    );
  });

  it('keeps two applications in one process apart, also the lines of Nest', async () => {
    const start = async () => {
      const module = await compile(ShopModule, ObservabilityTestingModule.forRoot());
      return TestApplication.listen(module.createNestApplication());
    };
    await using first = await start();
    await using second = await start();

    await first.request('/sell');
    await first.recorder.waitFor({ log: { target: 'HTTP' } });

    const targets = ({ recorder }: TestApplication) => recorder.lines.map(({ target }) => target);
    expect(targets(first)).toContain('HTTP');
    expect(targets(second)).not.toContain('HTTP');
    expect(second.recorder.operations).toEqual([]);
  });

  it('leaves a logger alone that the test has chosen', async () => {
    const lines: unknown[] = [];
    const logger = { log: (message: unknown) => lines.push(message), error: () => 0, warn: () => 0 } as LoggerService;
    const module = await Test.createTestingModule({ imports: [ObservabilityTestingModule.forRoot()] })
      .setLogger(logger)
      .compile();
    await module.init();

    new Logger('Shop').log('Sold');

    expect(lines).toContain('Sold');
    expect(module.get(TelemetryRecorder)).not.toHaveLogged({ message: 'Sold' });
    await module.close();
  });

  it("gives Nest's logger back at the end", async () => {
    const module = await compile(ObservabilityTestingModule.forRoot());
    await module.init();
    const recorder = module.get(TelemetryRecorder);
    await module.close();

    new Logger('Shop').log('Nobody hears this');

    expect(recorder).not.toHaveLogged({ message: 'Nobody hears this' });
  });

  it('gives the clock of the test to whoever asks', async () => {
    const clock = new ManualClock();
    const module = await compile(ObservabilityTestingModule.forRoot({ clock }));

    expect(module.get(ManualClock)).toBe(clock);
    await module.close();
  });

  it('silences plugins, but for those that the test names', async () => {
    const calls: string[] = [];
    const plugin = (name: string): ObservabilityPlugin => ({
      name,
      handlers: [{ name, handles: () => true, end: () => void calls.push(`${name} handler`) }],
      spanProcessors: [
        {
          onStart: () => undefined,
          onEnd: () => void calls.push(`${name} span`),
          forceFlush: async () => undefined,
          shutdown: async () => undefined,
        },
      ],
      room: () => ({ close: () => void calls.push(`${name} room`) }),
    });
    const module = await compile(
      application({ plugins: [plugin('loud'), plugin('known')] }),
      ObservabilityTestingModule.forApplication({ plugins: ['known'] }),
    );
    const shop = await TestApplication.listen(module.createNestApplication());

    await shop.request('/sell');
    await shop.recorder.waitFor({ operation: { kind: 'http.server' } });
    await shop.close();

    expect([...new Set(calls)].toSorted()).toEqual(['known handler', 'known room', 'known span', 'loud handler']);
  });

  it('leaves no timer, and may be closed as often as one likes', async () => {
    const timers = new TimerWatch();
    await timers.during(async () => {
      const module = await compile(application(PRODUCTION), ObservabilityTestingModule.forApplication());
      await module.init();
      await module.close();
      await module.close();
    });

    expect(await timers.left()).toBe(0);
    timers.stop();
  });
});

describe('In-memory exporters', () => {
  it('keep spans and events of an application outside of tests, too', async () => {
    const spans = new InMemorySpans();
    const events = new InMemoryEvents({ events: ['http.response'] });
    const observability: ObservabilityOptions = {
      logs: { enabled: false },
      plugins: [spans.plugin(), events.plugin()],
    };
    const module = await compile(application(observability));
    const app = module.createNestApplication();
    await app.listen(0, '127.0.0.1');

    await fetch(`${await app.getUrl()}/sell`);
    await app.close();

    expect(spans.spans.map(({ name }) => name)).toContain('GET /sell');
    expect(events.records).toEqual([
      {
        timestamp: expect.any(String),
        event: 'http.response',
        trace_id: spans.spans[0]!.spanContext().traceId,
        span_id: expect.any(String),
        request_id: expect.any(String),
        correlation_id: expect.any(String),
        outcome: 'ok',
        duration_ms: expect.any(Number),
        attributes: expect.objectContaining({ method: 'GET', route: '/sell', status: 200 }),
      },
    ]);
  });

  it('keep the newest within their limits', () => {
    const keep = (limits: object) => {
      const memory = new InMemorySpans(limits);
      for (let count = 0; count < 10; count++)
        memory.onEnd({ name: `span ${count}`, attributes: {}, events: [] } as never);
      return memory.spans.map(({ name }) => name);
    };

    expect(keep({ maxRecords: 2 })).toEqual(['span 8', 'span 9']);
    // About 600 bytes each.
    expect(keep({ maxBytes: 1500 })).toEqual(['span 8', 'span 9']);
    expect(keep({ maxBytes: 10 })).toEqual([]);
  });
});
