import { describeConfig } from './describe-config.js';
import { optionTable } from './option-table.js';
import { resolveConfig } from './resolve-config.js';

/** What an agent holds points back at itself, and at its key. */
const agent: Record<string, unknown> = { name: 'agent', key: 'a-secret', handlers: [] };
agent['self'] = agent;

describe('describeConfig', () => {
  const rows = describeConfig(
    resolveConfig(
      {
        enabled: false,
        identify: () => undefined,
        plugins: [{ name: 'sentry', providers: [{ provide: 'dsn', useValue: 'a-secret' }] }, agent as never],
        traces: {
          endpoint: 'http://user:a-secret@collector:4317',
          headers: { 'api-key': 'a-secret' },
          forceSecret: 'a-secret',
        },
        logs: { destination: { write: () => undefined } },
        health: { httpChecks: { payments: 'http://user:a-secret@payments/health' } },
        redaction: { patterns: [/sk-\w+/i] },
      },
      { env: { OBSERVABILITY_METRICS_BEARER_TOKEN: 'a-secret', ENVIRONMENT: 'staging' } },
    ),
  );

  it('has a row per option, apart from the file that was used up', () => {
    expect(rows.map(({ path }) => path)).toEqual(
      optionTable.map(({ path }) => path).filter((path) => path !== 'configFile'),
    );
  });

  it.each([
    ['enabled', false, 'code'],
    ['environment', 'staging', 'environment'],
    ['identify', 'a function', 'code'],
    ['plugins', ['sentry', 'agent'], 'code'],
    ['traces.endpoint', 'http://[REDACTED]@collector:4317', 'code'],
    ['traces.headers', { 'api-key': '[REDACTED]' }, 'code'],
    ['traces.forceSecret', '[REDACTED]', 'code'],
    ['metrics.enabled', false, 'default'],
    ['metrics.port', null, 'default'],
    ['metrics.bearerToken', '[REDACTED]', 'environment'],
    ['logs.destination', 'a stream', 'code'],
    ['health.httpChecks', { payments: 'http://[REDACTED]@payments/health' }, 'code'],
    ['redaction.patterns', ['/sk-\\w+/i'], 'code'],
  ])('shows %s as %j from %s', (path, value, origin) => {
    expect(rows.find((row) => row.path === path)).toEqual({ path, value, origin });
  });

  it('takes what nobody said anything of for a default', () => {
    const shown = describeConfig({ ...resolveConfig({ metrics: { port: 1 } }, { env: {} }), origins: {} });

    expect(shown.find(({ path }) => path === 'metrics.port')).toEqual({
      path: 'metrics.port',
      value: 1,
      origin: 'default',
    });
  });

  it('names the pages of the console', () => {
    const desk = { id: 'desk', title: 'Desk', description: 'What lies on it.', sections: () => [] };
    const shown = describeConfig(resolveConfig({ consolePages: [desk, { ...desk, id: 'shelf' }] }, { env: {} }));

    expect(shown.find(({ path }) => path === 'consolePages')?.value).toEqual(['desk', 'shelf']);
  });

  it('is plain data without a secret', () => {
    const text = JSON.stringify(rows);

    expect(JSON.parse(text)).toEqual(rows);
    expect(text).not.toContain('a-secret');
  });
});
