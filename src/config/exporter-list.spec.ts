import type { ObservabilityError } from '../kernel/index.js';
import type { ExporterOptions } from './exporter.options.js';
import { resolveConfig } from './resolve-config.js';
import type { ResolvedConfig } from './resolved-config.js';

const FILE = { type: 'file', path: '/var/log/a.jsonl' } as const;
const WEBHOOK = { type: 'webhook', url: 'https://hooks.example.com/t', secret: 'whsec_AAAA' } as const;

function resolve(exporters: unknown, env: Record<string, string> = {}): ResolvedConfig {
  return resolveConfig({ exporters: exporters as ExporterOptions[] }, { env, isTerminal: false });
}

function problemsOf(exporters: unknown): string[] {
  try {
    resolve(exporters);
  } catch (error) {
    return (error as ObservabilityError).problems.map(({ fact, fix }) => `${fact}; ${fix}`);
  }
  return [];
}

it('fills in what was not said', () => {
  const selection = {
    events: ['operation.end', 'operation.error', 'performance.slow', 'health.changed', 'slo.burn', 'memory.pressure'],
    operations: 'entries',
    filter: undefined,
    sampleRatio: 1,
    alwaysErrors: true,
    maxRecordBytes: 65_536,
  };
  const queue = {
    maxQueueSize: 4096,
    maxQueueBytes: 8_388_608,
    maxBatchSize: 512,
    maxBatchBytes: 1_048_576,
    scheduleDelayMs: 1000,
  };

  expect(resolve([FILE, WEBHOOK, { type: 'console' }]).exporters).toEqual([
    { ...FILE, ...selection, ...queue, name: 'file', maxFileBytes: 67_108_864, rotateEveryMs: 86_400_000, maxFiles: 8 },
    {
      ...WEBHOOK,
      ...selection,
      ...queue,
      name: 'webhook',
      headers: {},
      compression: 'none',
      timeoutMs: 10_000,
      retryForMs: 300_000,
    },
    { type: 'console', ...selection, name: 'console', format: 'line' },
  ]);
});

it('can be said as JSON in the environment', () => {
  const text = JSON.stringify([{ ...FILE, name: 'audit', events: ['log'] }]);

  expect(resolve(undefined, { OBSERVABILITY_EXPORTERS: text }).exporters).toMatchObject([
    { type: 'file', name: 'audit', path: FILE.path, events: ['log'] },
  ]);
});

it.each<[unknown, string]>([
  ['file', 'exporters must be a list of exporters; write e.g. '],
  [['file'], 'exporters[0] must be an exporter; write e.g. '],
  [[{ type: 'fil' }], "exporters[0].type is no type of exporter; write one of 'file', 'webhook', 'console'"],
  [[{ type: 'file' }], 'exporters[0].path must be given; give a string'],
  [[{ ...FILE, pth: 1 }], 'exporters[0].pth is not an option; rename it (did you mean path?)'],
  [[{ ...FILE, events: ['operation.ends'] }], 'exporters[0].events[0] is no event; write operation.end'],
  [[{ ...FILE, sampleRatio: 2 }], 'exporters[0].sampleRatio must be a number from 0 to 1; write e.g. 1'],
  [[{ ...FILE, filter: 'x' }], 'exporters[0].filter must be a function; give a function'],
  [[{ ...WEBHOOK, url: 'hooks' }], 'exporters[0].url must be an http or https URL; write http://hooks'],
  [[{ ...FILE, name: 'My File' }], "exporters[0].name must be a short lower-case name; write e.g. 'audit-file'"],
  [[FILE, FILE], 'exporters[1].name is used twice; give each exporter a name of its own'],
])('refuses %j', (exporters, expected) => {
  expect(problemsOf(exporters)).toEqual([expect.stringContaining(expected)]);
});

it('shows no secret in a message', () => {
  expect(() => resolve([{ ...WEBHOOK, secret: 'whsec_topsecret', url: 'nowhere?key=topsecret' }])).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('topsecret') as string }) as Error,
  );
});

it('pushes nothing, and writes its files, where the SDK is disabled', () => {
  const { exporters, metrics, logs } = resolveConfig(
    { exporters: [FILE, WEBHOOK], metrics: { exporter: ['prometheus', 'otlp'] }, logs: { exporter: 'otlp' } },
    { env: { OTEL_SDK_DISABLED: 'true' } },
  );

  expect([exporters.map(({ type }) => type), metrics.exporter, logs.exporter]).toEqual([
    ['file'],
    ['prometheus'],
    'none',
  ]);
});

it('exports nothing where all is off', () => {
  expect(resolveConfig({ enabled: false, exporters: [FILE] }, { env: {} }).exporters).toEqual([]);
});

describe('the endpoints of metrics and logs', () => {
  const endpointsOf = (options: object, env: Record<string, string> = {}): string[] => {
    const { metrics, logs } = resolveConfig(options, { env });
    return [metrics.endpoint, logs.endpoint];
  };

  it.each<[object, Record<string, string>, string, string]>([
    [{}, {}, 'http://localhost:4317', 'http://localhost:4317'],
    [{ traces: { endpoint: 'http://collector:4317' } }, {}, 'http://collector:4317', 'http://collector:4317'],
    [
      { traces: { endpoint: 'http://collector:4318/v1/traces', protocol: 'http/protobuf' } },
      {},
      'http://collector:4318/v1/metrics',
      'http://collector:4318/v1/logs',
    ],
    [
      {},
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all:4318/base', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' },
      'http://all:4318/base/v1/metrics',
      'http://all:4318/base/v1/logs',
    ],
    [
      {},
      {
        OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://m:4318/exactly',
        OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'logs:4317',
        OTEL_EXPORTER_OTLP_LOGS_INSECURE: 'true',
        OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/protobuf',
      },
      'http://m:4318/exactly',
      'http://logs:4317',
    ],
  ])('follow %j and %j', (options, env, metrics, logs) => {
    expect(endpointsOf(options, env)).toEqual([metrics, logs]);
  });

  it("take the headers of traces along to nowhere but the traces' own place", () => {
    const traces = { endpoint: 'http://collector:4317', headers: { 'api-key': 'k' } };
    const { metrics, logs } = resolveConfig({ traces, logs: { endpoint: 'http://other:4317' } }, { env: {} });

    expect([metrics.headers, logs.headers]).toEqual([{ 'api-key': 'k' }, {}]);
  });
});

it.each<[Record<string, string>, readonly string[]]>([
  [{}, ['prometheus']],
  [{ OTEL_METRICS_EXPORTER: 'otlp' }, ['otlp']],
  [{ OTEL_METRICS_EXPORTER: 'otlp,prometheus' }, ['otlp', 'prometheus']],
  [{ OTEL_METRICS_EXPORTER: 'none' }, []],
])('metrics leave as %j says', (env, exporter) => {
  expect(resolveConfig({}, { env }).metrics.exporter).toEqual(exporter);
});
