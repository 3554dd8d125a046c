import { resolveConfig } from './resolve-config.js';

const TOKEN = 'token-of-the-team-0123456789';

describe('the options of the console', () => {
  it.each([
    ['development', true],
    ['staging', true],
    ['test', false],
    ['production', false],
  ])('turn it on by itself in %s: %s', (environment, isEnabled) => {
    const { console } = resolveConfig({ environment }, { env: {} });

    expect([console.isEnabled, console.changes]).toEqual([isEnabled, isEnabled]);
  });

  it('come from the environment alone, too', () => {
    const env = {
      NODE_ENV: 'production',
      OBSERVABILITY_CONSOLE_ENABLED: 'true',
      OBSERVABILITY_CONSOLE_PATH: '/desk/',
      OBSERVABILITY_CONSOLE_ACCESS_TOKEN: TOKEN,
      OBSERVABILITY_CONSOLE_ACCESS_HOSTS: 'desk.internal,desk:8080',
      OBSERVABILITY_CONSOLE_MAX_LOGS: '50',
    };

    expect(resolveConfig({}, { env }).console).toEqual({
      isEnabled: true,
      path: '/desk',
      ownPort: false,
      access: { token: TOKEN, authorize: undefined, loopbackOnly: true, hosts: ['desk.internal', 'desk:8080'] },
      changes: false,
      maxBytes: 67_108_864,
      maxTraces: 2000,
      maxSpansPerTrace: 500,
      maxLogs: 50,
      maxSeries: 2000,
      maxPoints: 720,
      pointIntervalMs: 5000,
      maxProfiles: 5,
      editor: undefined,
      keyFolder: undefined,
    });
  });

  it.each(['short', 'sixteen characters', 7 as never])('refuse the token %j without showing it', (token: string) => {
    const refused = (): unknown => resolveConfig({ console: { access: { token } } }, { env: {} });

    expect(refused).toThrow('console.access.token must be a string of at least 16 characters without spaces');
    expect(refused).not.toThrow(String(token));
  });

  it.each([
    ['development', {}, false],
    ['development', { loopbackOnly: false }, true],
    ['development', { loopbackOnly: false, token: TOKEN }, false],
    ['test', {}, true],
    ['production', {}, true],
    ['production', { token: TOKEN }, false],
    ['production', { authorize: (): string => 'bob' }, false],
    ['production', { loopbackOnly: false, authorize: (): string => 'bob' }, false],
  ])('in %s with access %j: refused %s', (environment, access, isRefused) => {
    const attempt = (): unknown => resolveConfig({ environment, console: { enabled: true, access } }, { env: {} });

    if (isRefused) expect(attempt).toThrow('console.access must say who may look');
    else expect(attempt).not.toThrow();
  });
});
