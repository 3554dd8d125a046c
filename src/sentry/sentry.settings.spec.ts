import { hostname } from 'node:os';
import { resolveConfig } from '../config/index.js';
import type { ObservabilityError } from '../kernel/index.js';
import { isDsn, settingsFrom } from './sentry.settings.js';

function configWith(env: Readonly<Record<string, string>> = {}) {
  return resolveConfig({ service: { name: 'shop', version: '1.0.0' }, environment: 'staging' }, { env });
}

describe('isDsn', () => {
  it.each([
    ['https://key@o1.ingest.sentry.io/42', true],
    ['http://key:secret@localhost:8969/1', true],
    ['https://key@sentry.example/behind/a/path/42', true],
    ['https://o1.ingest.sentry.io/42', false],
    ['https://key@o1.ingest.sentry.io/', false],
    ['ftp://key@host/1', false],
    ['https://key@ho st/1', false],
    ['no', false],
  ])('%s: %s', (text, expected) => {
    expect(isDsn(text)).toBe(expected);
  });
});

describe('The settings of Sentry', () => {
  it('follow what the application is called, where nothing else is said', () => {
    expect(settingsFrom({}, configWith())).toMatchObject({
      dsn: undefined,
      release: 'shop@1.0.0',
      environment: 'staging',
      serverName: hostname(),
    });
  });

  it("follow Sentry's own variables, and code before these", () => {
    const config = configWith({
      SENTRY_DSN: 'https://key@host/1',
      SENTRY_RELEASE: 'r',
      SENTRY_ENVIRONMENT: 'e',
      SENTRY_NAME: 'n',
    });

    expect(settingsFrom({ release: 'of the code' }, config)).toMatchObject({
      dsn: 'https://key@host/1',
      release: 'of the code',
      environment: 'e',
      serverName: 'n',
    });
  });

  it('are refused together, each with its fix and without the key', () => {
    const attempt = () =>
      settingsFrom({ dsn: 'https://secret@', sampleRate: 2, timeoutMs: 0, beforeSend: 'no' as never }, configWith());

    expect(attempt).toThrow();
    try {
      attempt();
    } catch (error) {
      const { problems, message } = error as ObservabilityError;
      expect(problems.map(({ fact }) => fact.split(' ')[0])).toEqual([
        'sentry.dsn',
        'sentry.sampleRate',
        'sentry.timeoutMs',
        'sentry.beforeSend',
      ]);
      expect(message).not.toContain('secret');
    }
  });
});
