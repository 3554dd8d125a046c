import { ProfilingService, type CpuProfile } from 'nestjs-observability';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { load, renewBurners, shop } from './busy-shop.js';

beforeEach(renewBurners);
afterEach(closeApplications);

/** A profile while all of these are requested. */
async function profileOf(application: RunningApplication, paths: readonly string[]): Promise<CpuProfile> {
  const service = application.app.get(ProfilingService);
  let isOver = false;
  const profile = service.cpu({ durationMs: 2000 }).finally(() => (isOver = true));
  await load(application, paths, () => isOver);
  return profile;
}

/** Of the time in a function, the share that was spent for a route. */
async function shareFor(application: RunningApplication, id: string, name: string, route: string): Promise<number> {
  const file = await application.app.get(ProfilingService).file(id, 'collapsed');
  const lines = String(file!.body)
    .trim()
    .split('\n')
    .filter((line) => line.includes(`${name} (`));
  const weight = (of: readonly string[]): number => of.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  return weight(lines.filter((line) => line.startsWith(`${route};`))) / weight(lines);
}

describe.each(platforms)('A CPU profile on %s', (platform) => {
  it('names the hot function and the route that ran it, under load', async () => {
    const application = await startApplication({ platform, ...shop, observability: { profiling: { enabled: true } } });

    const profile = await profileOf(application, [
      '/shop/hot/7',
      '/shop/hot/8',
      '/shop/hot/9',
      '/shop/idle',
      '/shop/idle',
      '/shop/warm',
    ]);

    // The requests are sent by this very process, through functions that count as its own.
    const served = profile.hotFunctions.find(({ file }) => !/^(test\/support|src)\//.test(file ?? ''));
    expect(served).toMatchObject({
      name: 'hotFunction',
      file: 'test/profiling/burners.ts',
      isInApp: true,
    });
    expect(profile.routes[0]).toMatchObject({ kind: 'http.server', name: 'GET /shop/hot/:id' });
    expect(await shareFor(application, profile.id, 'hotFunction', 'GET /shop/hot/:id')).toBeGreaterThan(0.9);
    expect(await shareFor(application, profile.id, 'warmFunction', 'GET /shop/warm')).toBeGreaterThan(0.9);
    const idle = profile.routes.find(({ name }) => name === 'GET /shop/idle');
    expect(idle?.share ?? 0).toBeLessThan(0.1);
  });

  it('attributes samples to spans, and to the operation that ran inside the request', async () => {
    const application = await startApplication({ platform, ...shop, observability: { profiling: { enabled: true } } });

    const profile = await profileOf(application, ['/shop/priced']);

    expect(profile.routes[0]).toMatchObject({ kind: 'http.server', name: 'GET /shop/priced' });
    expect(profile.operations[0]).toMatchObject({ kind: 'method', name: 'Pricing.price' });
    const prices = application.recorder.spans.filter(({ name }) => name === 'price').map((span) => span.spanContext());
    const [longest] = profile.spans;
    expect(longest).toMatchObject({ kind: 'method', name: 'Pricing.price' });
    expect(prices).toContainEqual(
      expect.objectContaining({ traceId: longest!.traceId, spanId: longest!.spanId }) as unknown,
    );
  });

  it('knows routes where nothing is traced and no log is written', async () => {
    const observability = { profiling: { enabled: true }, traces: { enabled: false }, logs: { enabled: false } };
    const application = await startApplication({ platform, ...shop, observability });

    const profile = await profileOf(application, ['/shop/hot/7', '/shop/idle']);

    expect(profile.routes[0]).toMatchObject({ kind: 'http.server', name: 'GET /shop/hot/:id' });
    expect(await shareFor(application, profile.id, 'hotFunction', 'GET /shop/hot/:id')).toBeGreaterThan(0.9);
    expect(profile.spans).toEqual([]);
  });
});
