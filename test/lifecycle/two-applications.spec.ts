import { Controller, Get, Injectable } from '@nestjs/common';
import { Counted, getMetrics, Traced } from 'nestjs-observability';
import { pipelineFor } from '../../src/kernel/index.js';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

@Injectable()
class Stock {
  @Traced()
  @Counted('stock_total')
  take(): string {
    return 'taken';
  }
}

@Controller()
class ShopController {
  constructor(private readonly stock: Stock) {}

  @Get('take')
  take(): string {
    return this.stock.take();
  }
}

const shop = { controllers: [ShopController], providers: [Stock] };

afterEach(closeApplications);

describe('An application that fails to start', () => {
  it('leaves nothing behind', async () => {
    const broken = { provide: 'broken', useFactory: () => Promise.reject(new Error('no such secret')) };

    await expect(startApplication({ ...shop, providers: [Stock, broken] })).rejects.toThrow('no such secret');
    await new Promise((resolve) => setImmediate(resolve));

    expect(pipelineFor(undefined)).toBeUndefined();
  });
});

describe.each(platforms)('Two applications in one process on %s', (platform) => {
  const start = (name: string) => startApplication({ platform, ...shop, observability: { service: { name } } });

  it('at once: each sees only its own telemetry', async () => {
    const [first, second] = [await start('first'), await start('second')];

    await Promise.all([first.request('/take'), first.request('/take'), second.request('/take')]);
    second.app.get(Stock).take();
    first.app.get(Stock).take();
    await first.recorder.waitFor(
      ({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 2,
    );
    await second.recorder.waitFor(
      ({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 1,
    );

    await expect(first).toHaveSample('stock_total', { class: 'Stock' }, 3);
    await expect(second).toHaveSample('stock_total', { class: 'Stock' }, 2);
    await expect(first).toHaveSample('http_requests_total', { route: '/take' }, 2);
    await expect(second).toHaveSample('http_requests_total', { route: '/take' }, 1);
    const serviceNames = (spans: typeof first.recorder.spans) =>
      new Set(spans.map(({ resource }) => resource.attributes['service.name']));
    expect(serviceNames(first.recorder.spans)).toEqual(new Set(['first']));
    expect(serviceNames(second.recorder.spans)).toEqual(new Set(['second']));
    expect(first.recorder.spans.filter(({ name }) => name === 'Stock.take')).toHaveLength(3);
    expect(second.recorder.spans.filter(({ name }) => name === 'Stock.take')).toHaveLength(2);
    const lines = (which: typeof first) => which.recorder.lines.filter(({ target }) => target === 'HTTP').length;
    expect([lines(first), lines(second)]).toEqual([2, 1]);
  });

  it('one after the other: the second starts from nothing', async () => {
    const first = await start('first');
    await first.request('/take');
    await first.close();

    const second = await start('second');
    await second.request('/take');

    await expect(second).toHaveSample('stock_total', { class: 'Stock' }, 1);
    expect(getMetrics().read('stock_total')).toBe(1);
    await second.close();
    expect(getMetrics().read('stock_total')).toBeUndefined();
    expect(new Stock().take()).toBe('taken');
  });
});
