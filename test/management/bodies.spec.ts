import { closeApplications, platforms } from '../support/application.js';
import { json, startShop, type ManagedShop } from './managed-shop.js';

afterAll(closeApplications);

describe.each(platforms)('Bodies of changes on %s', (platform) => {
  let shop: ManagedShop;

  beforeAll(async () => {
    shop = await startShop(platform);
  });

  it.each([
    ['no JSON', { headers: json, body: '{"level":' }, 400, 'The body must be a JSON object'],
    ['a list', { headers: json, body: '[]' }, 400, 'The body must be a JSON object'],
    ['nothing', { headers: json }, 400, 'The body must be a JSON object'],
    ['a form', { headers: { 'content-type': 'text/plain' }, body: '{"level":"debug"}' }, 415, 'A change must be JSON'],
    ['too much', { headers: json, body: `{"level":"${'x'.repeat(20_000)}"}` }, 413, 'A change may have 16384 bytes'],
    ['an unknown level', { headers: json, body: '{"level":"loud"}' }, 400, 'a log level must be a known word'],
    ['a number', { headers: json, body: '{"level":7}' }, 400, 'level must be a word or null'],
    [
      'an unknown field',
      { headers: json, body: '{"level":"info","on":1}' },
      400,
      'There is a field that means nothing here',
    ],
    [
      'a prototype',
      { headers: json, body: '{"level":"info","__proto__":{"a":1}}' },
      400,
      'There is a field that means nothing here',
    ],
    [
      'a line break',
      { headers: json, body: '{"level":"info","context":"A\\nB"}' },
      400,
      'context must be a name of 1 to 200 plain characters',
    ],
    [
      'no time',
      { headers: json, body: '{"level":"info","expiresInMs":0}' },
      400,
      'expiresInMs must be a number from 1 to 86400000',
    ],
    [
      'both',
      { headers: json, body: '{"level":"info","expiresInMs":5,"permanent":true}' },
      400,
      'A permanent change does not expire',
    ],
  ])('refuses %s as a change, and changes nothing', async (_what, init, status, fact) => {
    const response = await shop.manage('/loggers', { method: 'POST', ...init });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ version: 1, error: { fact } });
    expect(await (await shop.manage('/loggers')).json()).toEqual({
      version: 1,
      general: 'info',
      contexts: {},
      changes: [],
    });
  });

  it('keeps a context that is named like a prototype apart from every object', async () => {
    const [status] = await shop.change('/loggers', { context: '__proto__', level: 'error' });

    expect(status).toBe(200);
    expect(({} as { error?: unknown }).error).toBeUndefined();
  });
});
