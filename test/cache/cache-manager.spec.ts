/** Cache managers in real applications: what is counted, and that nothing about the cache changes. */
import { CACHE_MANAGER, CacheInterceptor, CacheModule, type Cache } from '@nestjs/cache-manager';
import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';

@Controller()
@UseInterceptors(CacheInterceptor)
class PricesController {
  answered = 0;

  @Get('price')
  price(): { price: number } {
    this.answered += 1;
    return { price: 7 };
  }
}

afterEach(closeApplications);

interface Started {
  readonly application: RunningApplication;
  readonly cache: Cache;
}

async function start(options: object = {}): Promise<Started> {
  const application = await startApplication({
    imports: [CacheModule.register({ isGlobal: true, ...options })],
    controllers: [PricesController],
  });
  return { application, cache: application.app.get<Cache>(CACHE_MANAGER) };
}

describe.each(platforms)('CacheInterceptor on %s', (platform) => {
  it('is a miss and then hits', async () => {
    const application = await startApplication({
      platform,
      imports: [CacheModule.register({ ttl: 60_000 })],
      controllers: [PricesController],
    });
    const first = await application.request('/price');
    await expectLookups(application, 'default', { miss: 1, hit: 0 });
    const answers = [await application.request('/price'), await application.request('/price')];

    expect(await Promise.all([first, ...answers].map((answer) => answer.json()))).toEqual(
      Array.from({ length: 3 }, () => ({ price: 7 })),
    );
    await expectLookups(application, 'default', { miss: 1, hit: 2 });
    await expect(application).toHaveSample('cache_entries', { cache: 'default' }, 1);
  });
});

describe('a cache manager', () => {
  it('counts each key of get and mget', async () => {
    const { application, cache } = await start();
    await cache.set('a', 1);
    await cache.set('b', 2);

    expect([await cache.get('a'), await cache.get('c'), await cache.mget(['a', 'b', 'c'])]).toEqual([
      1,
      undefined,
      [1, 2, undefined],
    ]);
    await expectLookups(application, 'default', { hit: 3, miss: 2 });
  });

  it('times what wrap loads, and takes every caller of one load for a miss', async () => {
    const { application, cache } = await start();
    let loads = 0;
    const load = async (): Promise<string> => {
      loads += 1;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return 'loaded';
    };

    const together = await Promise.all([cache.wrap('k', load), cache.wrap('k', load), cache.wrap('k', load)]);
    const later = await cache.wrap('k', load);

    expect([together, later, loads]).toEqual([['loaded', 'loaded', 'loaded'], 'loaded', 1]);
    await expectLookups(application, 'default', { miss: 3, hit: 1 });
    await expect(application).toHaveSample('cache_load_duration_seconds_count', { cache: 'default' }, 1);
  });

  it('takes a background refresh for a hit, and times its load too', async () => {
    const { application, cache } = await start();
    await cache.set('k', 'old', 1000);

    expect(await cache.wrap('k', async () => 'new', 1000, 2000)).toBe('old');
    await expectLookups(application, 'default', { hit: 1, miss: 0 });
    await expect(application).toHaveSample('cache_load_duration_seconds_count', { cache: 'default' }, 1);
  });

  it('hands on the very error of a loader', async () => {
    const { application, cache } = await start();
    const failure = new Error('no price');

    await expect(cache.wrap('k', () => Promise.reject(failure))).rejects.toBe(failure);
    await expectLookups(application, 'default', { hit: 0, miss: 1 });
  });

  it('counts entries whose time was up as evictions, and those that were deleted as none', async () => {
    const { application, cache } = await start();
    await cache.set('short', 1, 5);
    await cache.set('long', 1);
    await new Promise((resolve) => setTimeout(resolve, 15));

    await cache.get('short');
    await cache.del('long');
    await cache.mdel(['x', 'y']);

    await expect(application).toHaveSample('cache_evictions_total', { cache: 'default' }, 1);
  });

  it('is named by the namespace of its first store, and found behind any provider', async () => {
    const cache = createCache({ stores: [new Keyv({ namespace: 'prices' }), new Keyv()] });
    const application = await startApplication({ providers: [{ provide: 'PRICES', useValue: cache }] });
    await cache.get('k');

    await expectLookups(application, 'prices', { miss: 1, hit: 0 });
  });

  it('keeps names, lengths and keys of its methods, and gets them back', async () => {
    const cache = createCache();
    const before = { ...cache };
    const application = await startApplication({ providers: [{ provide: 'PRICES', useValue: cache }] });
    const shape = (methods: object): unknown[] =>
      Object.entries(methods).map(([name, { name: own, length }]: [string, Function]) => [name, own, length]);

    expect(shape(cache)).toEqual(shape(before));
    expect(cache.get).not.toBe(before.get);
    await application.close();
    expect({ ...cache }).toEqual(before);
  });

  it('is left alone with the source off, or metrics', async () => {
    for (const observability of [{ cache: { enabled: false } }, { metrics: { enabled: false } }]) {
      const cache = createCache();
      const { get } = cache;
      await startApplication({ observability, providers: [{ provide: 'PRICES', useValue: cache }] });

      expect(cache.get).toBe(get);
    }
  });
});

async function expectLookups(
  application: RunningApplication,
  cache: string,
  counts: { readonly hit: number; readonly miss: number },
): Promise<void> {
  for (const [result, count] of Object.entries(counts)) {
    await expect(application).toHaveSample('cache_requests_total', { cache, result }, count);
  }
}
