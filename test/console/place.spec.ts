import { Injectable, type CanActivate, type INestApplication } from '@nestjs/common';
import { ObservabilityRuntime } from '../../src/observability.runtime.js';
import { closeApplications, platforms } from '../support/application.js';
import { API, rawStatus, startWatched, statusOf } from './watched-shop.js';

afterEach(closeApplications);

@Injectable()
class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

describe.each(platforms)('The place of the console on %s', (platform) => {
  it('is no affair of a global prefix, guard or version', async () => {
    const configure = (app: INestApplication): void => {
      app.setGlobalPrefix('api');
      app.useGlobalGuards(new NobodyGuard());
      app.enableVersioning();
    };
    const shop = await startWatched({ platform, configure });

    expect(await statusOf(shop.request('/api/v1/orders/1'))).toBe(404);
    expect(await statusOf(shop.ask('logs', { headers: await shop.enter() }))).toBe(200);
  });

  it('is where console.path says, the root included', async () => {
    const observability = { environment: 'development', metrics: { path: '/prometheus' }, health: { path: '/probes' } };
    const shop = await startWatched({ platform, observability }, { path: '/' });
    const { url, token } = shop.link();
    const headers = { origin: shop.url, 'content-type': 'application/json' };

    const answer = await shop.request('/api/v1/session', { method: 'POST', headers, body: JSON.stringify({ token }) });

    expect(url).toBe(`http://localhost:${shop.port}#token=${token}`);
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, expect.stringContaining('; Path=/; ')]);
    expect(await statusOf(shop.request('/orders/1'))).toBe(200);
  });

  it('is the port of metrics where that is said, and then nowhere else', async () => {
    const observability = { environment: 'development', metrics: { port: 0, host: '127.0.0.1' } };
    const shop = await startWatched({ platform, observability }, { ownPort: true });
    const { port } = shop.app.get(ObservabilityRuntime).endpoints.ownPort!;
    const body = JSON.stringify({ token: 'none' });
    const headers = {
      host: `localhost:${port}`,
      origin: `http://localhost:${port}`,
      'content-type': 'application/json',
    };

    expect(await rawStatus(port!, `${API}/session`, { method: 'POST', headers, body })).toBe(401);
    expect(await rawStatus(port!, `${API}/nothing`)).toBe(404);
    expect(await statusOf(shop.ask('session'))).toBe(404);
  });

  it('is given up to a route of the application', async () => {
    const shop = await startWatched({ platform }, { path: '/orders' });

    expect(await statusOf(shop.request('/orders/api/v1/session'))).toBe(401);
    expect(await statusOf(shop.request('/orders/7'))).toBe(200);
  });

  it('does not hold up the end of the application, whoever still watches', async () => {
    const shop = await startWatched({ platform });
    const { body } = await shop.ask('live', { headers: await shop.enter() });
    const heard = new Response(body).text();

    await shop.close();

    expect(await heard).toMatch(/event: bye\ndata: {"because":"shutdown"}/);
  });
});
