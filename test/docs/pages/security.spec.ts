/** What docs/22-security.md says of what is exposed, asked of applications that are configured as it says. */
import type { ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../../support/application.js';
import { freePort } from '../../support/free-port.js';

process.env['METRICS_TOKEN'] = 'a-token-of-the-scraper';

// #region hardened
const hardened: ObservabilityOptions = {
  environment: 'production',
  metrics: { port: 9464, host: '127.0.0.1', bearerToken: process.env['METRICS_TOKEN'] },
  traces: { parentBased: false, sampleRatio: 0 },
  redaction: { keys: ['taxNumber'], detect: { email: true, iban: true } },
  management: { enabled: false },
  console: { enabled: false },
};
// #endregion

const PATHS = ['/metrics', '/health', '/health/live', '/observability/api/v1/traces', '/observability/manage'];

/** Of each path its status, for who sends nothing but these headers. */
async function statuses(
  { request }: Pick<RunningApplication, 'request'>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, number>>> {
  const asked = PATHS.map(async (path) => [path, (await request(path, { headers })).status] as const);
  return Object.fromEntries(await Promise.all(asked));
}

afterEach(closeApplications);

describe.each(platforms)('What an application exposes on %s', (platform) => {
  it('in production by itself: metrics and probes without details, nothing else', async () => {
    const application = await startApplication({ platform, observability: { environment: 'production' } });

    expect(await statuses(application)).toEqual({
      '/metrics': 200,
      '/health': 200,
      '/health/live': 200,
      '/observability/api/v1/traces': 404,
      '/observability/manage': 404,
    });
  });

  it('in development by itself: console and management too, the one with a session, the other from this machine', async () => {
    const application = await startApplication({ platform, observability: { environment: 'development' } });
    const open = { '/metrics': 200, '/health': 200, '/health/live': 200 };

    expect(await statuses(application)).toEqual({
      ...open,
      '/observability/api/v1/traces': 401,
      '/observability/manage': 200,
    });
    expect(await statuses(application, { 'x-forwarded-for': '192.0.2.1' })).toEqual({
      ...open,
      '/observability/api/v1/traces': 403,
      '/observability/manage': 403,
    });
  });

  it('hardened: probes, and metrics on a port of their own for who has the token', async () => {
    const port = await freePort();
    const metrics = { ...(hardened.metrics as object), port };
    const application = await startApplication({ platform, observability: { ...hardened, metrics } });
    const ownPort = { request: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init) };

    const nothingElse = {
      '/health': 200,
      '/health/live': 200,
      '/observability/api/v1/traces': 404,
      '/observability/manage': 404,
    };
    expect(await statuses(application)).toEqual({ '/metrics': 404, ...nothingElse });
    expect(await statuses(ownPort)).toEqual({ '/metrics': 401, ...nothingElse });
    const authorization = `Bearer ${process.env['METRICS_TOKEN']}`;
    expect(await statuses(ownPort, { authorization })).toEqual({ '/metrics': 200, ...nothingElse });
  });

  it('hardened: no caller decides what is recorded', async () => {
    const port = await freePort();
    const metrics = { ...(hardened.metrics as object), port };
    const { request, recorder } = await startApplication({ platform, observability: { ...hardened, metrics } });

    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await (await request('/nowhere', { headers: { traceparent } })).text();

    await recorder.waitFor(({ operations }) => operations.length === 1);
    expect(recorder.spans).toEqual([]);
  });

  it.each(['management', 'console'] as const)('outside development %s must say who may ask', async (room) => {
    const start = startApplication({
      platform,
      observability: { environment: 'production', [room]: { enabled: true } },
    });

    await expect(start).rejects.toThrow(`${room}.access must say who may`);
  });
});
