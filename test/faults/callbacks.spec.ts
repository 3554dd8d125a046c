import { Controller, Get, Injectable } from '@nestjs/common';
import { Counted, HealthContributor, ObservabilityService, Timed, Traced } from 'nestjs-observability';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

type Fault = () => never;

const faults: Readonly<Record<string, Fault>> = {
  throws: () => {
    throw new Error('callback');
  },
  rejects: (async () => {
    throw new Error('callback');
  }) as unknown as Fault,
  'returns nonsense': (() => Symbol('nonsense')) as unknown as Fault,
};

function shopWith(fault: Fault): { controllers: never[]; providers: never[] } {
  @Injectable()
  class Stock {
    @Traced('stock', { attributes: fault, links: fault, skip: fault })
    @Counted('stock_total', { labelNames: ['kind'], labels: fault, amount: fault })
    @Timed({ labelNames: ['kind'], labels: fault, name: 'stock_duration_seconds' } as never)
    take(): string {
      return 'taken';
    }

    @HealthContributor('stock')
    check(): unknown {
      return fault();
    }
  }

  @Controller()
  class ShopController {
    constructor(private readonly stock: Stock) {}

    @Get('take')
    take(): object {
      return { stock: this.stock.take() };
    }
  }
  return { controllers: [ShopController] as never[], providers: [Stock] as never[] };
}

afterEach(closeApplications);

describe.each(platforms)('A user callback on %s', (platform) => {
  it.each(Object.keys(faults))('that %s changes no response, is counted, and warned about once', async (kind) => {
    const fault = faults[kind]!;
    const application = await startApplication({
      platform,
      ...shopWith(fault),
      observability: { identify: fault, http: { ignore: fault } },
    });
    const unsubscribe = application.app.get(ObservabilityService).on('operation.end', fault);
    const unhandled: unknown[] = [];
    const listener = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', listener);

    const answers = await Promise.all([1, 2, 3].map(() => application.request('/take')));
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    await application.recorder.waitFor(
      ({ operations }) => operations.filter((operation) => operation.kind === 'http.server').length === 3,
    );
    unsubscribe();

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(bodies).toEqual(Array(3).fill({ stock: 'taken' }));
    await expect(application).toHaveSample('http_requests_total', { route: '/take', status: '200' }, 3);
    const text = await application.scrape();
    expect(text).toMatch(/observability_handler_failures_total\{[^}]+\} \d+/);
    const warnings = application.recorder.lines.filter(({ message }) => String(message).includes('failed in'));
    expect(new Set(warnings.map(({ message }) => message)).size).toBe(warnings.length);
    expect(warnings.length).toBeGreaterThan(0);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listener);
    expect(unhandled).toEqual([]);
  });
});
