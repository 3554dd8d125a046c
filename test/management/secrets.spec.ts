import { closeApplications, platforms } from '../support/application.js';
import { optionTable } from '../../src/config/option-table.js';
import { startShop, TOKEN } from './managed-shop.js';

const CANARY = 'canary-b7f3a9d2e1c8';
const headers = { authorization: `Bearer ${TOKEN}` };

afterEach(closeApplications);

/** Each secret-like option there is, and each place where a secret hides in another one. */
const secretive = {
  service: { name: 'shop', attributes: { 'api.token': CANARY } },
  traces: { endpoint: `http://user:${CANARY}@127.0.0.1:9/`, headers: { 'api-key': CANARY }, forceSecret: CANARY },
  metrics: { headers: { 'api-key': CANARY }, bearerToken: CANARY },
  logs: { headers: { authorization: CANARY } },
  profiling: { enabled: true, requestSecret: CANARY },
  health: { httpChecks: { payments: `http://user:${CANARY}@127.0.0.1:9/health?token=${CANARY}` } },
  alerts: { grafanaUrl: `https://user:${CANARY}@grafana.example/?api_key=${CANARY}` },
  capture: { rules: [{ when: 'always' as const }] },
  exporters: [{ type: 'webhook' as const, url: `http://127.0.0.1:9/hook?token=${CANARY}`, secret: CANARY }],
  console: { access: { token: CANARY } },
  slos: [{ name: 'orders', objective: 0.99, description: `password=${CANARY}` }],
};
const management = { access: { tokens: { alice: TOKEN, bob: `${CANARY}-of-bob` } } };

it('knows of every option that is a secret', () => {
  const secrets = optionTable.filter(({ isSecret }) => isSecret).map(({ path }) => path);

  expect(secrets.toSorted()).toEqual([
    'console.access.token',
    'exporters',
    'logs.headers',
    'management.access.tokens',
    'metrics.bearerToken',
    'metrics.headers',
    'profiling.requestSecret',
    'traces.forceSecret',
    'traces.headers',
  ]);
});

describe.each(platforms)('Every answer of management on %s', (platform) => {
  it('is without secrets', async () => {
    process.env['SENTRY_AUTH_TOKEN'] = CANARY;
    const { manage, request, recorder } = await startShop(platform, management, secretive);
    const secretPath = `/orders/7?access_token=${CANARY}`;
    await (
      await request(secretPath, { headers: { cookie: `sid=${CANARY}`, authorization: `Bearer ${CANARY}` } })
    ).text();
    await recorder.waitFor(() => recorder.operations.some(({ kind }) => kind === 'http.server'));

    const index = (await (await manage('', { headers })).json()) as { endpoints: { path: string }[] };
    const names = index.endpoints.map(({ path }) => path.slice('/observability/manage'.length));
    const bodies = await Promise.all(names.map(async (name) => (await manage(name, { headers })).text()));
    delete process.env['SENTRY_AUTH_TOKEN'];

    expect(names).toHaveLength(12);
    const leaking = names.filter((_name, at) => bodies[at]!.includes(CANARY) || bodies[at]!.includes(TOKEN));
    expect(leaking).toEqual([]);
    expect(bodies.join()).toContain('[REDACTED]');
  });
});
