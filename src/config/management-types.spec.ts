import { accessToken, accessTokens, exposedNames } from './management-types.js';
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

describe('a token', () => {
  const fact = 'must be a string of at least 16 characters without spaces';
  const fix = 'make one, e.g. with `openssl rand -hex 32`';

  it.each(['0123456789abcdef', TOKEN])('may be %s, for one or for all', (token) => {
    expect(accessToken.check(token)).toEqual({ value: token });
    expect(accessTokens.check({ alice: token })).toEqual({ value: { alice: token } });
    expect(accessToken.fromText!(token)).toBe(token);
    expect(accessTokens.fromText!(`alice=${token}`)).toEqual({ alice: token });
  });

  it.each(['0123456789abcde', '', ` ${TOKEN}`, `${TOKEN} `, `${TOKEN}\n${TOKEN}`, 1, undefined])(
    'may not be %j',
    (token) => {
      expect(accessToken.check(token)).toEqual({ complaints: [{ fact, fix }] });
      expect(accessTokens.check({ alice: token })).toEqual({ complaints: [{ at: '.alice', fact, fix }] });
    },
  );

  it.each(['a', 'alice.b@example-1.com', 'a'.repeat(64)])('may be held by %s', (name) => {
    expect(accessTokens.check({ [name]: TOKEN })).toEqual({ value: { [name]: TOKEN } });
  });

  it.each(['', 'a b', ' a', 'a ', 'ä', 'a'.repeat(65)])('may not be held by %j', (name) => {
    expect(accessTokens.check({ [name]: TOKEN })).toEqual({
      complaints: [{ fact: 'must have names of letters, digits and _ . @ -', fix: 'write e.g. alice' }],
    });
  });

  it('has a holder', () => {
    expect(accessTokens.check(TOKEN)).toEqual({
      complaints: [{ fact: 'must be a record of strings', fix: "write e.g. { alice: '…' }" }],
    });
  });

  it('is named in messages', () => {
    expect([accessToken.name, accessTokens.name, accessTokens.textExample]).toEqual([
      'token',
      'record of strings',
      'alice=…',
    ]);
  });
});

describe('the names of what is exposed', () => {
  const names = exposedNames(['health', 'loggers']);

  it('are among the known ones, each once', () => {
    expect(names.check(['loggers', 'health', 'loggers'])).toEqual({ value: ['loggers', 'health'] });
    expect(names.check([])).toEqual({ value: [] });
    expect(names.fromText!('health, loggers')).toEqual(['health', 'loggers']);
    expect(names.name).toBe('list of names');
  });

  it.each([['health'], [['health', 'log']], [[1]], [undefined]])('are not %j', (given) => {
    expect(names.check(given)).toEqual({
      complaints: [{ fact: 'must be a list of names of endpoints', fix: 'use any of health, loggers' }],
    });
  });
});
