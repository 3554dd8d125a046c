import { closeApplications, platforms } from '../support/application.js';
import { BASE, rawRequest, startShop, type ManagedShop } from './managed-shop.js';

afterAll(closeApplications);

describe.each(platforms)('Management on %s, asked', (platform) => {
  let shop: ManagedShop;

  beforeAll(async () => {
    shop = await startShop(platform, { access: { hosts: ['desk.internal'] } });
  });

  it.each([
    ['an address', { host: '127.0.0.1:80' }, 200],
    ['localhost', { host: 'localhost' }, 200],
    ['a name that is allowed', { host: 'desk.internal:8080' }, 200],
    ['a name that was pointed here', { host: 'evil.example' }, 403],
    ['a name that only begins so', { host: 'localhost.evil.example' }, 403],
    ['a name with user info', { host: 'localhost@evil.example' }, 403],
    ['its own page', { host: 'localhost:80', origin: 'http://localhost' }, 200],
    ['a page elsewhere', { host: 'localhost', origin: 'http://evil.example' }, 403],
    ['a page on another port', { host: 'localhost:3000', origin: 'http://localhost:4000' }, 403],
    ['a page without origin', { host: 'localhost', origin: 'null' }, 403],
    ['a link elsewhere', { host: 'localhost', 'sec-fetch-site': 'cross-site' }, 403],
    ['a proxy on this machine', { host: 'localhost', 'x-forwarded-for': '203.0.113.7' }, 403],
    ['a proxy with a standard header', { host: 'localhost', forwarded: 'for=203.0.113.7' }, 403],
  ])('from %s', async (_whom, headers: Record<string, string>, status) => {
    const [answered, body] = await rawRequest(shop.port, `${BASE}/health`, headers);

    expect(answered).toBe(status);
    expect(JSON.parse(body)).toMatchObject(
      status === 200 ? { status: 'ok' } : { error: { code: 'OBS_ERR_ACCESS_DENIED' } },
    );
  });
});
