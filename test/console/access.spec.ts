import type { INestApplication } from '@nestjs/common';
import { ObservabilityService, type AccessRequest } from 'nestjs-observability';
import { ObservabilityRuntime } from '../../src/observability.runtime.js';
import { closeApplications, platforms } from '../support/application.js';
import { API, BASE, problemOf, rawStatus, startWatched, statusOf, TOKEN, type WatchedShop } from './watched-shop.js';

afterEach(closeApplications);

const DOORS = new Set([`${API}/session`, `${API}/link`]);

/** Of every resource that there is. */
function resourcePaths(app: INestApplication): string[] {
  const { console: desk } = app.get(ObservabilityRuntime);
  return desk!.endpoints.map(({ path }) => path).filter((path) => path.startsWith(API) && !DOORS.has(path));
}

describe.each(platforms)('The console on %s', (platform) => {
  it('prints a link whose token opens a session, once', async () => {
    const shop = await startWatched({ platform });
    const { url, token } = shop.link();

    const first = await shop.post('session', { token });

    expect(url).toBe(`http://localhost:${shop.port}${BASE}#token=${token}`);
    expect(first.status).toBe(200);
    expect(first.headers.get('set-cookie')).toMatch(
      /; Path=\/observability; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    expect(await problemOf(shop.post('session', { token }))).toEqual([
      401,
      'application/json; charset=utf-8',
      'OBS_ERR_ACCESS_DENIED',
      'Nobody known asks',
    ]);
  });

  it('says first who looks at what', async () => {
    const shop = await startWatched({
      platform,
      observability: { environment: 'development', service: { name: 'shop' } },
    });

    const session = (await (await shop.ask('session', { headers: await shop.enter() })).json()) as {
      pages: { id: string }[];
    };

    expect(session).toEqual({
      version: 1,
      processId: expect.stringMatching(/^[\da-f-]{36}$/),
      startedAtMs: Date.UTC(2026, 0, 1),
      service: { name: 'shop', version: expect.any(String), environment: 'development' },
      mayChange: true,
      editorUrl: 'vscode://file/{file}:{line}:{column}',
      pages: expect.any(Array),
      limits: {
        maxBytes: 67_108_864,
        maxTraces: 2000,
        maxSpansPerTrace: 500,
        maxLogs: 10_000,
        maxSeries: 2000,
        maxPoints: 720,
        pointIntervalMs: 5000,
        slowMs: 0,
      },
    });
    expect(session.pages).toContainEqual({
      id: 'objectives',
      title: 'Objectives',
      group: 'Measure',
      isOn: false,
      enableWith: "slos: [{ name: 'orders', objective: 0.999 }]",
      description: 'Error budgets and what burns them.',
      isCustom: false,
    });
  });

  it('answers nobody without a session: 401 for every resource', async () => {
    const shop = await startWatched({ platform });
    const paths = [...resourcePaths(shop.app), `${API}/session`];

    const statuses = await Promise.all(paths.map((path) => statusOf(shop.request(path))));

    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((_path, at) => statuses[at] !== 401)).toEqual([]);
    const changes = await Promise.all(['loggers', 'profiles'].map((name) => statusOf(shop.post(name, {}))));
    expect(changes).toEqual([401, 401]);
  });

  it('prints another link for a second browser, three times a minute', async () => {
    const shop = await startWatched({ platform });
    const first = shop.link().token;

    expect(await statusOf(shop.post('link', {}))).toBe(200);
    expect(shop.link().token).not.toBe(first);
    expect(await statusOf(shop.ask('logs', { headers: await shop.enter() }))).toBe(200);
    expect(await statusOf(shop.ask('logs', { headers: await shop.enter(first) }))).toBe(200);
    await shop.post('link', {});
    await shop.post('link', {});
    expect(await statusOf(shop.post('link', {}))).toBe(429);
    shop.clock.advance(60_000);
    expect(await statusOf(shop.post('link', {}))).toBe(200);
  });

  it('lets an address try ten wrong tokens a minute, and then not even the right one', async () => {
    const shop = await startWatched({ platform });
    const { token } = shop.link();
    const guesses = Array.from({ length: 10 }, (_, number) =>
      statusOf(shop.post('session', { token: `guess ${number}` })),
    );

    expect(await Promise.all(guesses)).toEqual(guesses.map(() => 401));
    const refused = await shop.post('session', { token });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    shop.clock.advance(60_000);
    expect(await statusOf(shop.post('session', { token }))).toBe(200);
  });

  it('never shows a token: neither in what it recorded nor in what other readers of the log get', async () => {
    const shop = await startWatched({ platform });
    const heard: string[] = [];
    shop.app.get(ObservabilityService).on('log', ({ message }) => void heard.push(message));
    const { token } = shop.link();
    const headers = await shop.enter();
    await shop.post('link', {});
    await shop.recorder.waitFor(() => heard.length > 0);

    const bodies = await Promise.all(
      resourcePaths(shop.app)
        .filter((path) => !path.endsWith('/live'))
        .map(async (path) => (await shop.request(path, { headers })).text()),
    );

    const shown = bodies.join();
    expect(shown).toContain('The console is at');
    expect([token, shop.link().token].filter((one) => shown.includes(one))).toEqual([]);
    expect(heard).toEqual([`The console is at http://localhost:${shop.port}${BASE}`]);
  });

  it('is opened by a token that stays, by browsers again and again and by programs', async () => {
    const shop = await startWatched({ platform }, { access: { token: TOKEN } });
    const bearer = { authorization: `Bearer ${TOKEN}` };

    expect([shop.link().token, shop.log.join('').includes(TOKEN)]).toEqual(['', false]);
    expect(shop.log.join('')).toContain(`The console is at http://localhost:${shop.port}${BASE}"`);
    expect([
      await statusOf(shop.ask('logs', { headers: await shop.enter(TOKEN) })),
      await statusOf(shop.ask('logs', { headers: await shop.enter(TOKEN) })),
      await statusOf(shop.ask('logs', { headers: bearer })),
      await rawStatus(shop.port, `${API}/loggers`, {
        method: 'POST',
        headers: { ...bearer, 'content-type': 'application/json' },
        body: '{"level":"debug"}',
      }),
      await statusOf(shop.ask('logs', { headers: { authorization: `Bearer ${TOKEN}x` } })),
      await statusOf(shop.post('link', {})),
    ]).toEqual([200, 200, 200, 200, 401, 409]);
  });

  it('is opened to whom the owner names', async () => {
    const authorize = ({ headers }: AccessRequest): string | undefined => {
      if (headers['x-operator'] === 'mallory') throw new Error('who is that');
      return headers['x-operator'] === 'bob' ? 'bob' : undefined;
    };
    const shop = await startWatched({ platform }, { access: { authorize } });
    const as = (name: string) => ({ 'x-operator': name });

    expect([
      await statusOf(shop.ask('logs', { headers: as('bob') })),
      await statusOf(shop.post('loggers', { level: 'debug' }, as('bob'))),
      await statusOf(shop.ask('logs', { headers: as('eve') })),
      await statusOf(shop.ask('logs', { headers: as('mallory') })),
    ]).toEqual([200, 200, 401, 401]);
    expect(shop.log.join('')).toContain('"by":"bob"');
  });

  it('keeps sessions over a restart in development, and with a token that stays', async () => {
    expect(await restarted(platform, {})).toBe(200);
    expect(await restarted(platform, { access: { token: TOKEN } })).toBe(200);
  });

  it('is never part of what it shows', async () => {
    const shop = await startWatched({ platform });
    const headers = await shop.enter();
    await Promise.all(['session', 'logs', 'health'].map(async (name) => (await shop.ask(name, { headers })).text()));
    await (await shop.request(BASE)).text();
    await (await shop.request('/orders/1')).text();
    await shop.recorder.waitFor(() => shop.recorder.operations.length > 0);

    const requests = shop.recorder.operations.filter(({ kind }) => kind === 'http.server');
    expect(requests.map(({ name }) => name)).toEqual(['GET /orders/:id']);
    expect(await shop.scrape()).not.toContain(BASE);
  });
});

async function restarted(
  platform: (typeof platforms)[number],
  settings: { access?: { token: string } },
): Promise<number> {
  const before = await startWatched({ platform }, settings);
  const headers = await before.enter(settings.access?.token);
  await before.close();
  const after: WatchedShop = await startWatched({ platform }, settings);
  return statusOf(after.ask('logs', { headers }));
}
