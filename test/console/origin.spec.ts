import { closeApplications, platforms } from '../support/application.js';
import { API, BASE, problemOf, rawStatus, startWatched, statusOf, TOKEN } from './watched-shop.js';

afterEach(closeApplications);

describe.each(platforms)('Where the console is asked from, on %s:', (platform) => {
  it.each(['attacker.example', '10.0.0.1.attacker.example', 'localhost.attacker.example'])(
    'is not there under the name %j: 403, with and without a session',
    async (host) => {
      const shop = await startWatched({ platform });
      const headers = { host, ...(await shop.enter()) };
      const { port } = shop;

      expect([
        await rawStatus(port, BASE, { headers: { host } }),
        await rawStatus(port, `${BASE}/traces`, { headers }),
        await rawStatus(port, `${API}/session`, { headers }),
        await rawStatus(port, `${API}/logs`, { headers }),
        await rawStatus(port, `${API}/session`, { method: 'POST', headers: { ...headers, origin: `http://${host}` } }),
      ]).toEqual([403, 403, 403, 403, 403]);
    },
  );

  it.each<Record<string, string>>([
    { 'x-forwarded-for': '10.0.0.1' },
    { forwarded: 'for=10.0.0.1' },
    { via: '1.1 proxy' },
  ])('is not there through a proxy: %j', async (headers) => {
    const shop = await startWatched({ platform });
    const all = { ...headers, ...(await shop.enter()) };

    expect([
      await statusOf(shop.request(BASE, { headers })),
      await statusOf(shop.ask('logs', { headers: all })),
      await statusOf(shop.post('link', {}, all)),
    ]).toEqual([403, 403, 403]);
  });

  it.each([
    [{ origin: 'https://attacker.example' }],
    [{ origin: 'http://localhost:1' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('takes no change from another page: 403 for %j', async (headers: Record<string, string>) => {
    const shop = await startWatched({ platform });
    const all = { ...headers, ...(await shop.enter()) };
    const level = { context: 'OrdersService', level: 'debug' };

    expect([
      await statusOf(shop.post('loggers', level, all)),
      await statusOf(shop.post('session', { token: 'any' }, all)),
      await statusOf(shop.post('link', {}, all)),
      await statusOf(shop.ask('logs', { headers: all })),
    ]).toEqual([403, 403, 403, 403]);
    expect(await statusOf(shop.post('loggers', level, { cookie: all['cookie']! }))).toBe(200);
  });

  it('takes no change from who does not say which page asks: 403', async () => {
    const shop = await startWatched({ platform });
    const host = `localhost:${shop.port}`;
    const headers = { host, 'content-type': 'application/json', ...(await shop.enter()) };
    const post = (path: string, more: Record<string, string> = {}): Promise<number> =>
      rawStatus(shop.port, path, { method: 'POST', headers: { ...headers, ...more }, body: '{"level":"debug"}' });

    expect([await post(`${API}/loggers`), await post(`${API}/session`), await post(`${API}/link`)]).toEqual([
      403, 403, 403,
    ]);
    expect(await post(`${API}/loggers`, { origin: `http://${host}` })).toBe(200);
  });

  it('takes changes as JSON only, by POST only, and where they are let', async () => {
    const shop = await startWatched({ platform });
    const closed = await startWatched({ platform }, { changes: false });
    const headers = await shop.enter();

    expect([
      await statusOf(shop.post('loggers', { level: 'debug' }, { ...headers, 'content-type': 'text/plain' })),
      await statusOf(shop.ask('loggers?level=debug', { method: 'PUT', headers: { origin: shop.url, ...headers } })),
      await statusOf(shop.ask('loggers?level=debug', { headers })),
      await statusOf(shop.post('logs', {}, headers)),
    ]).toEqual([415, 405, 200, 405]);
    expect(await (await shop.ask('loggers', { headers })).json()).toMatchObject({ general: 'info' });
    expect(await problemOf(closed.post('loggers', { level: 'debug' }, await closed.enter()))).toEqual([
      403,
      'application/json; charset=utf-8',
      'OBS_ERR_ACCESS_DENIED',
      'Nothing may be changed from the console',
    ]);
  });

  it('is open to named hosts and through proxies where that is said', async () => {
    const shop = await startWatched(
      { platform },
      { access: { token: TOKEN, loopbackOnly: false, hosts: ['desk.internal'] } },
    );
    const headers = { host: 'desk.internal', 'x-forwarded-for': '10.0.0.1', authorization: `Bearer ${TOKEN}` };

    expect(await rawStatus(shop.port, `${API}/logs`, { headers })).toBe(200);
    expect(await rawStatus(shop.port, `${API}/logs`, { headers: { ...headers, host: 'other.internal' } })).toBe(403);
  });
});
