import type { AccessRequest } from 'nestjs-observability';
import { closeApplications, platforms } from '../support/application.js';
import { freePort } from '../support/free-port.js';
import { BASE, startShop, TOKEN, type ManagedShop } from './managed-shop.js';

afterEach(closeApplications);

describe.each(platforms)('Strangers on %s', (platform) => {
  it('says to a stranger how to ask, and nothing else', async () => {
    const { manage } = await startShop(platform, { access: { tokens: { alice: TOKEN } } });

    const response = await manage('/config', { headers: { authorization: `Bearer ${TOKEN}x` } });

    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({
      version: 1,
      error: {
        code: 'OBS_ERR_ACCESS_DENIED',
        fact: 'Nobody known asks',
        fix: 'present one of management.access.tokens, by RFC 6750',
      },
    });
  });

  it('takes a function that throws, gives no name or gives it later as a refusal', async () => {
    const answers = ['', 7, undefined, Promise.resolve('bob'), 'throw'];
    const authorizer = ({ headers }: AccessRequest) => {
      const answer = answers[Number(headers['x-case'])];
      if (answer === 'throw') throw new Error('no directory');
      return answer as string;
    };
    const { manage } = await startShop(platform, { access: { authorize: authorizer } });

    const statuses = answers.map(async (_answer, index) => manage('/health', { headers: { 'x-case': String(index) } }));

    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  });

  it('stays away from the own port of metrics, unless it is to be there', async () => {
    const asked = async (shop: ManagedShop, metricsPort: number) => [
      (await shop.manage('/health')).status,
      (await fetch(`http://127.0.0.1:${metricsPort}${BASE}/health`)).status,
    ];
    const start = async (ownPort: boolean) => {
      const port = await freePort();
      const shop = await startShop(platform, { ownPort }, { metrics: { port, host: '127.0.0.1' } });
      return asked(shop, port);
    };

    expect(await start(false)).toEqual([200, 404]);
    expect(await start(true)).toEqual([404, 200]);
  });
});
