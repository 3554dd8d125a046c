import { closeApplications, platforms } from '../support/application.js';
import { json, startShop, TOKEN } from './managed-shop.js';

const MINUTE_MS = 60_000;

afterEach(closeApplications);

describe.each(platforms)('Changes on %s', (platform) => {
  it('let a context speak for 15 minutes', async () => {
    const { change, manage, clock, request, recorder } = await startShop(platform, {}, { logs: { level: 'info' } });
    const debugLines = () => recorder.lines.filter(({ msg, message }) => (msg ?? message) === 'looking for 7').length;
    const visit = async () => (await (await request('/orders/7')).text(), debugLines());

    const before = await visit();
    const changed = await change('/loggers', { context: 'OrdersController', level: 'debug' });
    const during = await visit();
    clock.advance(15 * MINUTE_MS);
    const answer = await (await manage('/loggers')).json();

    expect(changed).toEqual([
      200,
      {
        version: 1,
        general: 'info',
        contexts: { OrdersController: 'debug' },
        changes: [
          { setting: 'level/OrdersController', value: 'debug', by: 'anonymous', expiresAt: '2026-01-01T00:15:00.000Z' },
        ],
      },
    ]);
    expect(answer).toEqual({ version: 1, general: 'info', contexts: {}, changes: [] });
    expect([before, during, await visit()]).toEqual([0, 1, 1]);
  });

  it('that overlap uncover what is below them, whichever ends first', async () => {
    const { change, manage, clock } = await startShop(platform, {}, { logs: { level: 'info' } });
    const level = async () => ((await (await manage('/loggers')).json()) as { general: string }).general;

    await change('/loggers', { level: 'debug', expiresInMs: 10 * MINUTE_MS });
    await change('/loggers', { level: 'trace', expiresInMs: 5 * MINUTE_MS });
    await change('/loggers', { level: 'warn', expiresInMs: 20 * MINUTE_MS });
    const levels = [await level()];
    for (const minutes of [6, 5, 10]) {
      clock.advance(minutes * MINUTE_MS);
      levels.push(await level());
    }
    await change('/loggers', { level: 'debug', expiresInMs: 10 * MINUTE_MS });
    await change('/loggers', { level: 'trace', expiresInMs: 5 * MINUTE_MS });
    for (const minutes of [6, 5]) {
      clock.advance(minutes * MINUTE_MS);
      levels.push(await level());
    }

    expect(levels).toEqual(['warn', 'warn', 'warn', 'info', 'debug', 'info']);
  });

  it('last when they are permanent, and can be taken back before their time', async () => {
    const { change, manage, clock } = await startShop(platform, {}, { logs: { level: 'info' } });
    const level = async () => ((await (await manage('/loggers')).json()) as { general: string }).general;

    await change('/loggers', { level: 'debug' });
    await change('/loggers', { level: 'warn', permanent: true });
    clock.advance(24 * 60 * MINUTE_MS);
    const lasting = await level();
    await change('/loggers', { level: 'trace' });
    await change('/loggers', { level: null });

    expect([lasting, await level()]).toEqual(['warn', 'warn']);
  });

  it('of sampling hold for all routes or one, and end', async () => {
    const { change, manage, clock, request, recorder } = await startShop(platform, {}, { traces: { sampleRatio: 0 } });
    const spans = () => recorder.spans.filter(({ name }) => name === 'GET /orders/:id').length;
    const visit = async () => {
      const finished = recorder.operations.length;
      await (await request('/orders/7')).text();
      await recorder.waitFor(() => recorder.operations.length > finished);
      return spans();
    };

    const counts = [await visit()];
    const changed = await change('/sampling', { route: '/orders/:id', ratio: 1, expiresInMs: MINUTE_MS });
    counts.push(await visit());
    clock.advance(MINUTE_MS);
    const after = await (await manage('/sampling')).json();
    counts.push(await visit());
    await change('/sampling', { ratio: 1 });
    counts.push(await visit());

    expect(changed).toMatchObject([200, { ratio: 0, rules: [{ route: '/orders/:id', ratio: 1 }] }]);
    expect(after).toEqual({ version: 1, ratio: 0, isParentBased: true, rules: [], changes: [] });
    expect(counts).toEqual([0, 1, 1, 2]);
  });

  it.each([
    [{ ratio: 2 }, 'ratio must be a number from 0 to 1'],
    [{}, 'ratio must be a number from 0 to 1, or null'],
    [{ ratio: 1, route: 'orders' }, 'route must be a template or the beginning of some'],
  ])('of sampling to %j are refused', async (body, fact) => {
    const { change } = await startShop(platform);

    expect(await change('/sampling', body)).toMatchObject([400, { error: { fact } }]);
  });

  it('and their ends are in the log and in the audit trail, with who and what', async () => {
    const access = { tokens: { alice: TOKEN } };
    const { change, recorder } = await startShop(platform, { access }, { logs: { level: 'error' } });
    const headers = { ...json, authorization: `Bearer ${TOKEN}` };
    const audited = () => recorder.lines.flatMap(({ audit }) => audit ?? []);

    await change('/loggers', { level: 'warn', expiresInMs: 1000 }, headers);
    await change('/loggers', { level: null }, headers);
    await recorder.waitFor(() => audited().length === 2);

    const logged = recorder.lines.filter(({ target, by }) => target === 'Management' && by === 'alice');
    expect(logged).toMatchObject([
      { message: 'level was changed', setting: 'level', from: 'error', to: 'warn', expiresInMs: 1000 },
      { message: 'level was reverted', setting: 'level', from: 'warn', to: 'error', remoteAddress: '127.0.0.1' },
    ]);
    expect(audited()).toMatchObject([
      { actor: 'alice', action: 'management.changed', target: 'level', outcome: 'ok' },
      { actor: 'alice', action: 'management.reverted', target: 'level', outcome: 'ok' },
    ]);
  });

  it('that nobody could count are refused', async () => {
    const { change, manage } = await startShop(platform);
    for (let index = 0; index < 100; index++) await change('/loggers', { context: `C${index}`, level: 'error' });

    const [status, body] = await change('/loggers', { context: 'C100', level: 'error' });

    expect([status, body]).toMatchObject([409, { error: { fact: '100 changes last already' } }]);
    const { contexts } = (await (await manage('/loggers')).json()) as { contexts: object };
    expect(Object.keys(contexts)).toHaveLength(100);
  });
});
