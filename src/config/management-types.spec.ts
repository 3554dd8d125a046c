import { resolveConfig } from './resolve-config.js';

const TOKEN = 'token-of-alice-0123456789';

describe('the options of management', () => {
  it('come from the environment alone, too', () => {
    const env = {
      NODE_ENV: 'production',
      OBSERVABILITY_MANAGEMENT_ENABLED: 'true',
      OBSERVABILITY_MANAGEMENT_ACCESS_TOKENS: `alice=${TOKEN}`,
      OBSERVABILITY_MANAGEMENT_EXPOSURE_READ: 'health,loggers,health',
    };

    const { management } = resolveConfig({}, { env });

    expect(management).toEqual({
      isEnabled: true,
      path: '/observability/manage',
      ownPort: false,
      access: { tokens: { alice: TOKEN }, authorize: undefined, loopbackOnly: true, hosts: [] },
      exposure: { read: ['health', 'loggers'], change: [] },
    });
  });

  it.each([
    [{ 'a b': TOKEN }, 'management.access.tokens must have names of letters, digits and _ . @ -'],
    [{ alice: 'short' }, 'management.access.tokens.alice must be a string of at least 16 characters without spaces'],
    [{ alice: `${TOKEN} ${TOKEN}` }, 'management.access.tokens.alice must be a string of at least 16 characters'],
    [{ alice: 7 as never }, 'management.access.tokens.alice must be a string of at least 16 characters'],
    [[TOKEN] as never, 'management.access.tokens must be a record of strings'],
  ])('refuse %j without showing a token', (tokens: Record<string, string>, problem) => {
    const refused = (): unknown => resolveConfig({ management: { access: { tokens } } }, { env: {} });

    expect(refused).toThrow(problem);
    expect(refused).not.toThrow(TOKEN);
  });

  it.each([
    ['development', {}, false],
    ['development', { loopbackOnly: false }, true],
    ['production', {}, true],
    ['production', { tokens: { alice: TOKEN } }, false],
    ['production', { authorize: (): string => 'bob' }, false],
    ['production', { loopbackOnly: false, authorize: (): string => 'bob' }, false],
  ])('in %s with access %j: refused %s', (environment, access, isRefused) => {
    const attempt = (): unknown =>
      resolveConfig({ environment, management: { enabled: true, access } }, { env: {}, isTerminal: false });

    if (isRefused) expect(attempt).toThrow('management.access must say who may ask');
    else expect(attempt).not.toThrow();
  });
});
