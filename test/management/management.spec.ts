import type { ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import { BASE, EverybodyGuard, OrdersController, startShop } from './managed-shop.js';

afterEach(closeApplications);

it.each([
  ['development', 200],
  ['test', 404],
  ['production', 404],
])('is on by itself in %s: %i', async (environment, status) => {
  const { request } = await startApplication({ observability: { environment } });

  expect((await request(BASE)).status).toBe(status);
});

it.each([
  ['in production, where nobody is named', { environment: 'production', management: { enabled: true } }],
  [
    'in development, for other machines',
    { environment: 'development', management: { access: { loopbackOnly: false } } },
  ],
])('refuses to start %s', async (_where, observability: ObservabilityOptions) => {
  await expect(startApplication({ observability })).rejects.toThrow('management.access must say who may ask');
});

it('refuses short tokens and unknown names, and shows no token', async () => {
  const management = {
    access: { tokens: { bob: 'hunter2' } },
    exposure: { read: ['secrets' as 'config'] },
  };

  const refusal = await startApplication({ observability: { management } }).catch((error: Error) => error.message);

  expect(refusal).toContain('management.access.tokens.bob must be a string of at least 16 characters');
  expect(refusal).toContain('use any of routes, config, loggers');
  expect(refusal).not.toContain('hunter2');
});

describe.each(platforms)('Management on %s', (platform) => {
  it('lists what there is; rooms that are off have no endpoint', async () => {
    const { manage } = await startShop(platform, {}, { profiling: { enabled: false } });

    const response = await manage('');

    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
    const readable = ['routes', 'config', 'schedules', 'instruments', 'exporters', 'metrics', 'health'];
    const changeable = ['loggers', 'sampling'];
    expect(await response.json()).toEqual({
      version: 1,
      endpoints: [
        ...readable.map((name) => ({ path: `${BASE}/${name}`, methods: ['GET', 'HEAD', 'OPTIONS'] })),
        ...changeable.map((name) => ({ path: `${BASE}/${name}`, methods: ['GET', 'HEAD', 'POST', 'OPTIONS'] })),
      ],
    });
  });

  it('shows routes with their handlers and guards, and modules', async () => {
    const { manage } = await startShop(platform);

    const { version, routes, modules } = (await (await manage('/routes')).json()) as Shape;

    expect(version).toBe(1);
    expect(routes).toContainEqual({
      method: 'GET',
      path: '/orders/:id',
      handler: `${OrdersController.name}.find`,
      versions: [],
      guards: [EverybodyGuard.name],
      interceptors: [],
      pipes: [],
      filters: [],
    });
    expect(modules.find(({ name }) => name === 'OrdersModule')).toMatchObject({
      imports: expect.arrayContaining(['ScheduleModule']) as string[],
      controllers: ['OrdersController'],
    });
  });

  it('shows jobs with their next run', async () => {
    const { manage } = await startShop(platform);

    const { jobs } = (await (await manage('/schedules')).json()) as { jobs: { nextRun: string }[] };

    expect(jobs).toEqual([
      { name: 'nightly', schedule: '0 3 * * *', isActive: true, lastRun: null, nextRun: expect.any(String) as string },
    ]);
    expect(Date.parse(jobs[0]!.nextRun)).toBeGreaterThan(Date.now());
  });

  it('shows where each option comes from', async () => {
    const { manage } = await startShop(platform, { access: { hosts: ['desk.internal'] } });

    const { options } = (await (await manage('/config')).json()) as { options: { path: string }[] };

    expect(options.find(({ path }) => path === 'management.access.hosts')).toEqual({
      path: 'management.access.hosts',
      value: ['desk.internal'],
      origin: 'code',
    });
  });

  it('shows metrics by family, their sizes, health and objectives', async () => {
    const slos = [{ name: 'orders', objective: 0.99 }];
    const { manage, request } = await startShop(platform, {}, { slos });
    await request('/orders/7');
    const read = async (name: string) => (await (await manage(name)).json()) as never;

    const { families } = (await read('/instruments?family=HTTP%20server')) as {
      families: Record<string, { name: string }[]>;
    };
    const { metrics } = (await read('/metrics')) as { metrics: { name: string; seriesCount: number }[] };

    expect(Object.keys(families)).toEqual(['HTTP server']);
    expect(families['HTTP server']!.map(({ name }) => name)).toContain('http_requests_total');
    expect(metrics.find(({ name }) => name === 'http_requests_total')).toMatchObject({ seriesCount: 1, unit: 'count' });
    expect(await read('/health')).toMatchObject({ version: 1, readiness: { state: 'ready' }, status: 'ok' });
    expect(await read('/objectives')).toMatchObject({
      objectives: [{ objective: { name: 'orders' }, good: 1, bad: 0 }],
    });
    expect(await read('/exporters')).toEqual({ version: 1, exporters: [], drops: [] });
    expect((await manage('/instruments?family=none')).status).toBe(404);
  });

  it('answers the same under a prefix, versions, guards and pipes', async () => {
    const { request } = await startApplication({
      platform,
      observability: { environment: 'development' },
      configure: (app) => {
        app.setGlobalPrefix('api');
        app.enableVersioning();
        app.useGlobalGuards({ canActivate: () => false });
      },
    });

    expect((await request(`${BASE}/health`)).status).toBe(200);
  });

  it('takes HEAD and OPTIONS, and says which other methods it takes', async () => {
    const { manage } = await startShop(platform);
    const answers = await Promise.all(
      ['HEAD', 'OPTIONS', 'DELETE', 'POST'].map((method) => manage('/health', { method })),
    );

    expect(answers.map(({ status, headers }) => [status, headers.get('allow')])).toEqual([
      [200, null],
      [204, 'GET, HEAD, OPTIONS'],
      [405, 'GET, HEAD, OPTIONS'],
      [405, 'GET, HEAD, OPTIONS'],
    ]);
    expect(await answers[0]!.text()).toBe('');
    expect(await answers[2]!.json()).toEqual({
      version: 1,
      error: {
        code: 'OBS_ERR_REQUEST_INVALID',
        fact: 'It does not take this method',
        got: 'DELETE',
        fix: 'use GET, HEAD, OPTIONS',
      },
    });
  });

  it('lists captures, shows one, and gives it as curl and HAR', async () => {
    const { manage, request, change, recorder } = await startShop(
      platform,
      {},
      { capture: { rules: [{ when: 'always' }] } },
    );
    await (await request('/orders/7?token=hunter2')).text();
    await recorder.waitFor(() => recorder.operations.some(({ kind }) => kind === 'http.server'));

    const { captures } = (await (await manage('/captures')).json()) as { captures: { id: string }[] };
    const [{ id }] = captures as [{ id: string }];
    const texts = await Promise.all(
      [`?id=${id}`, `?id=${id}&format=curl`, '?format=har'].map(async (query) =>
        (await manage(`/captures${query}`)).text(),
      ),
    );

    expect(captures).toHaveLength(1);
    expect(JSON.parse(texts[0]!)).toMatchObject({ version: 1, capture: { id, route: '/orders/:id' } });
    expect(texts[1]).toContain('curl ');
    expect(JSON.parse(texts[2]!)).toMatchObject({ log: { version: '1.2' } });
    expect(texts.join()).not.toContain('hunter2');
    expect((await manage('/captures?id=none')).status).toBe(404);
    expect(await change('/captures', { action: 'clear' })).toEqual([200, { version: 1, cleared: 1 }]);
  });

  it('starts, refuses a second, stops and gives a profile', async () => {
    const { manage, change } = await startShop(platform, {}, { profiling: { enabled: true } });

    const started = await change('/profiles', { action: 'start', kind: 'cpu', durationMs: 20_000 });
    const second = await change('/profiles', { action: 'start', kind: 'cpu' });
    const [, { stopped }] = (await change('/profiles', { action: 'stop' })) as [number, { stopped: { id: string } }];
    const file = await manage(`/profiles?id=${stopped.id}&format=v8`);

    expect(started).toMatchObject([200, { version: 1, running: { kind: 'cpu' } }]);
    expect(second).toMatchObject([409, { version: 1, error: { code: 'OBS_ERR_PROFILE_BUSY' } }]);
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${stopped.id}.cpuprofile"`);
    expect(await file.json()).toHaveProperty('nodes');
    expect(await (await manage('/profiles')).json()).toMatchObject({ running: null, profiles: [{ id: stopped.id }] });
  });
});

interface Shape {
  readonly version: number;
  readonly routes: readonly object[];
  readonly modules: readonly { readonly name: string }[];
}
