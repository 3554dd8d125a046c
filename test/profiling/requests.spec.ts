import { ProfilingService, signProfileRequest } from 'nestjs-observability';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { renewBurners, shop } from './busy-shop.js';

const SECRET = 'only-operators-know';

beforeEach(renewBurners);
afterEach(closeApplications);

describe.each(platforms)('The profile of one request on %s', (platform) => {
  let application: RunningApplication;
  let service: ProfilingService;

  const start = async (): Promise<void> => {
    const observability = { profiling: { enabled: true, requestSecret: SECRET } };
    application = await startApplication({ platform, ...shop, observability });
    service = application.app.get(ProfilingService);
  };
  const isKept = (count: number) => () => service.list().length === count && service.running() === undefined;

  it('is taken of the next request of a route, from its start to its end', async () => {
    await start();

    const taken = service.nextRequest('GET /shop/hot/:id');
    await application.request('/shop/idle');
    expect(service.running()).toBeUndefined();
    await application.request('/shop/hot/7');
    const profile = await taken;

    expect(profile.cause).toEqual({
      type: 'request',
      request: 'GET /shop/hot/:id',
      traceId: expect.any(String) as string,
    });
    expect(profile.routes[0]).toMatchObject({ name: 'GET /shop/hot/:id' });
    expect(profile.hotFunctions.map(({ file }) => file)).toContain('test/profiling/burners.ts');
    expect(profile.durationMs).toBeLessThan(30_000);
    await application.request('/shop/hot/8');
    expect(service.list()).toEqual([profile]);
  });

  it('is waited for until its signal is aborted, and one route at a time', async () => {
    await start();
    const controller = new AbortController();

    const taken = service.nextRequest('/shop/hot/:id', { signal: controller.signal });
    await expect(service.nextRequest('/shop/idle')).rejects.toMatchObject({
      code: 'OBS_ERR_PROFILE_BUSY',
      message:
        'OBS_ERR_PROFILE_BUSY  One request is waited for at a time, and the next of /shop/hot/:id is. Fix: abort that by its signal, or ask again later.',
    });
    controller.abort(new Error('no longer wanted'));
    await expect(taken).rejects.toThrow('no longer wanted');
    await application.request('/shop/hot/7');

    expect(service.list()).toEqual([]);
  });

  it('is taken of a request with a signed header, and told in the log', async () => {
    await start();
    const signed = signProfileRequest(SECRET, { method: 'GET', path: '/shop/hot/7' });

    await application.request('/shop/hot/7', { headers: { 'x-profile-request': signed } });
    await application.recorder.waitFor(isKept(1));

    const [profile] = service.list();
    expect(profile).toMatchObject({ kind: 'cpu', cause: { type: 'request', request: 'GET with a signed header' } });
    await application.recorder.waitFor(({ lines }) => lines.some(({ target }) => target === 'Profiling'));
    expect(application.recorder.lines.find(({ target }) => target === 'Profiling')).toMatchObject({
      profile_id: profile!.id,
      message: expect.stringMatching(
        /^CPU profile cpu-\d{14}-1 of \d\.\d s, GET with a signed header: \d+ % in .+, \d+ % for GET \/shop\/hot\/:id$/,
      ) as string,
    });
  });

  it('is not taken with a header that is forged, of another path, or signed to force a trace', async () => {
    await start();
    const { signForceTrace } = await import('../../src/security/index.js');
    const headers = [
      signProfileRequest('another-secret', { method: 'GET', path: '/shop/idle' }),
      signProfileRequest(SECRET, { method: 'GET', path: '/shop/hot/7' }),
      signForceTrace(SECRET, { method: 'GET', path: '/shop/idle' }),
      'nonsense',
    ];

    for (const header of headers) await application.request('/shop/idle', { headers: { 'x-profile-request': header } });

    expect([service.running(), service.list()]).toEqual([undefined, []]);
  });

  it('is given up, and counted, where another profile runs', async () => {
    await start();
    const signed = signProfileRequest(SECRET, { method: 'GET', path: '/shop/idle' });

    const running = service.cpu();
    const response = await application.request('/shop/idle', { headers: { 'x-profile-request': signed } });
    await service.stop();

    expect(response.status).toBe(200);
    expect(service.list()).toEqual([await running]);
    expect(await application.scrape()).toMatch(/^observability_dropped_total\{signal="profiles",reason="busy"\} 1$/m);
  });
});
