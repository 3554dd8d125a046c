import { telemetryEventNames, type ObservabilityError } from '../kernel/index.js';
import { exporterList } from './exporter-list.js';
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

describe('an exporter', () => {
  const CONSOLE = { type: 'console' };
  const EVENTS = 'operation.end';

  it.each([
    [FILE, 'name', 'a'],
    [FILE, 'name', `a${'0'.repeat(62)}`],
    [FILE, 'name', 'audit_file-2'],
    [FILE, 'events', []],
    [FILE, 'events', [EVENTS, 'log']],
    [FILE, 'operations', 'all'],
    [FILE, 'sampleRatio', 0],
    [FILE, 'alwaysErrors', false],
    [FILE, 'maxRecordBytes', 1024],
    [FILE, 'maxQueueSize', 1],
    [FILE, 'maxQueueBytes', 1024],
    [FILE, 'maxBatchSize', 1],
    [FILE, 'maxBatchBytes', 1024],
    [FILE, 'scheduleDelayMs', 1],
    [FILE, 'maxFileBytes', 1024],
    [FILE, 'rotateEveryMs', 0],
    [FILE, 'maxFiles', 1],
    [FILE, 'maxFiles', 1000],
    [WEBHOOK, 'headers', { 'x-team': 'shop' }],
    [WEBHOOK, 'compression', 'gzip'],
    [WEBHOOK, 'timeoutMs', 1],
    [WEBHOOK, 'retryForMs', 0],
    [CONSOLE, 'format', 'tree'],
  ])('such as %j may have %s: %j', (exporter, key, value) => {
    expect(exporterList.check([{ ...exporter, [key]: value }])).toMatchObject({
      value: [{ ...exporter, [key]: value }],
    });
  });

  it.each<[object, string, unknown, string, string]>([
    [FILE, 'maxRecordBytes', 1023, 'must be an integer of at least 1024', 'write e.g. 1024'],
    [FILE, 'maxQueueSize', 0, 'must be an integer of at least 1', 'write e.g. 1'],
    [FILE, 'maxQueueBytes', 1023, 'must be an integer of at least 1024', 'write e.g. 1024'],
    [FILE, 'maxBatchSize', 0, 'must be an integer of at least 1', 'write e.g. 1'],
    [FILE, 'maxBatchBytes', 1023, 'must be an integer of at least 1024', 'write e.g. 1024'],
    [FILE, 'scheduleDelayMs', 0, 'must be an integer from 1 to 2147483647', 'write e.g. 1'],
    [FILE, 'maxFileBytes', 1023, 'must be an integer of at least 1024', 'write e.g. 1024'],
    [FILE, 'rotateEveryMs', -1, 'must be an integer of at least 0', 'write e.g. 0'],
    [FILE, 'maxFiles', 0, 'must be an integer from 1 to 1000', 'write e.g. 1'],
    [FILE, 'maxFiles', 1001, 'must be an integer from 1 to 1000', 'write e.g. 1000'],
    [FILE, 'path', '', 'must be a non-empty string', 'write a text, or leave it out'],
    [FILE, 'operations', 'some', "must be 'entries' or 'all'", "write 'entries' or 'all'"],
    [FILE, 'alwaysErrors', 'yes', 'must be true or false', 'write true or false, without quotes'],
    [FILE, 'events', EVENTS, 'must be a list of non-empty strings', "write e.g. ['a', 'b']"],
    [WEBHOOK, 'compression', 'br', "must be 'none' or 'gzip'", "write 'none' or 'gzip'"],
    [WEBHOOK, 'timeoutMs', 0, 'must be an integer from 1 to 2147483647', 'write e.g. 1'],
    [WEBHOOK, 'retryForMs', -1, 'must be an integer from 0 to 2147483647', 'write e.g. 0'],
    [CONSOLE, 'format', 'json', "must be 'line' or 'tree'", "write 'line' or 'tree'"],
    ...['', 'A', '1a', '-a', 'a b', 'a.b', `a${'0'.repeat(63)}`, 1].map(
      (name): [object, string, unknown, string, string] => [
        FILE,
        'name',
        name,
        'must be a short lower-case name',
        "write e.g. 'audit-file'",
      ],
    ),
  ])('such as %j may not have %s: %j', (exporter, key, got, fact, fix) => {
    expect(exporterList.check([{ ...exporter, [key]: got }])).toEqual({
      complaints: [{ at: `[0].${key}`, fact, got, fix }],
    });
  });

  it('tells of a wrong header by its name', () => {
    expect(exporterList.check([{ ...WEBHOOK, headers: { 'x-team': 1 } }])).toEqual({
      complaints: [
        {
          at: "[0].headers['x-team']",
          fact: 'must be a string of one line, in ASCII',
          got: 1,
          fix: "write e.g. { 'api-key': '…' }",
        },
      ],
    });
  });

  it.each([
    [{ type: 'file' }, '.path', 'give a string'],
    [{ type: 'webhook', secret: WEBHOOK.secret }, '.url', 'give a URL'],
    [{ type: 'webhook', url: WEBHOOK.url }, '.secret', 'give a string'],
  ])('such as %j lacks %s', (exporter, at, fix) => {
    expect(exporterList.check([exporter])).toEqual({
      complaints: [{ at: `[0]${at}`, fact: 'must be given', got: undefined, fix }],
    });
  });

  it('has the options of its type alone', () => {
    const names = 'type, name, events, operations, filter, sampleRatio, alwaysErrors, maxRecordBytes, format';

    expect(exporterList.check([{ ...CONSOLE, somethingElse: 1, formats: 'tree' }])).toEqual({
      complaints: [
        { at: '[0].somethingElse', fact: 'is not an option', fix: `use ${names}`, code: 'OBS_ERR_OPTION_UNKNOWN' },
        {
          at: '[0].formats',
          fact: 'is not an option',
          fix: 'rename it (did you mean format?)',
          code: 'OBS_ERR_OPTION_UNKNOWN',
        },
      ],
    });
  });

  it('listens to events there are', () => {
    const got = 'nothing of the kind';

    expect(exporterList.check([{ ...FILE, events: ['log', got] }])).toEqual({
      complaints: [{ at: '[0].events[1]', fact: 'is no event', got, fix: `use ${telemetryEventNames.join(', ')}` }],
    });
  });

  const example = "{ type: 'file', path: '/var/log/orders/telemetry.jsonl' }";

  it.each([[null], ['file'], [[FILE]]])('is an object, not %j', (got) => {
    expect(exporterList.check([FILE, got])).toEqual({
      complaints: [{ at: '[1]', fact: 'must be an exporter', got, fix: `write e.g. ${example}` }],
    });
  });

  it.each(['fil', undefined, 'constructor', 1])('is of no type %j', (got) => {
    expect(exporterList.check([{ type: got }])).toEqual({
      complaints: [
        {
          at: '[0].type',
          fact: 'is no type of exporter',
          got,
          fix: "write one of 'file', 'webhook', 'console'",
        },
      ],
    });
  });

  it('is in a list', () => {
    expect(exporterList.check(FILE)).toEqual({
      complaints: [{ fact: 'must be a list of exporters', fix: `write e.g. [${example}]` }],
    });
    expect(exporterList.check(exporterList.fromText!(exporterList.textExample!))).toMatchObject({
      value: [{ type: 'file', name: 'file', path: '/var/log/orders/telemetry.jsonl' }],
    });
    expect(exporterList.name).toBe('list of exporters');
  });

  it('has a name of its own, which its type is where none was said', () => {
    const second = { ...FILE, path: '/var/log/b.jsonl' };

    expect(exporterList.check([FILE, { ...second, name: 'file' }])).toEqual({
      complaints: [{ at: '[1].name', fact: 'is used twice', got: 'file', fix: 'give each exporter a name of its own' }],
    });
    expect(exporterList.check([FILE, { ...second, name: 'second' }, CONSOLE])).toMatchObject({
      value: [{ name: 'file' }, { name: 'second' }, { name: 'console' }],
    });
  });
});
