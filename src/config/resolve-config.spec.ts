import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ObservabilityError } from '../kernel/index.js';
import type { ObservabilityOptions } from './observability.options.js';
import { resolveConfig, type ConfigSources } from './resolve-config.js';
import type { ResolvedConfig } from './resolved-config.js';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'observability-'));
  writeFileSync(join(directory, 'package.json'), '{"name":"orders","version":"2.1.0"}');
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

function resolve(options: ObservabilityOptions = {}, env: ConfigSources['env'] = {}): ResolvedConfig {
  return resolveConfig(options, { env, cwd: directory, mainScript: join(directory, 'main.js'), isTerminal: false });
}

function messageOf(options: unknown, env: ConfigSources['env'] = {}): string {
  try {
    resolve(options as ObservabilityOptions, env);
  } catch (error) {
    expect(error).toBeInstanceOf(ObservabilityError);
    return (error as ObservabilityError).message;
  }
  throw new Error('nothing was refused');
}

function switches({ traces, metrics, logs, http, health }: ResolvedConfig): Record<string, boolean> {
  return {
    traces: traces.isEnabled,
    metrics: metrics.isEnabled,
    logs: logs.isEnabled,
    http: http.isEnabled,
    health: health.isEnabled,
  };
}

describe('pretty lines', () => {
  it.each([
    ['development', true, true],
    ['development', false, false],
    ['production', true, false],
  ])('in %s, on a terminal %s: %s', (environment, isTerminal, isPretty) => {
    const { logs } = resolveConfig({}, { env: { ENVIRONMENT: environment }, cwd: directory, isTerminal });

    expect(logs.pretty).toBe(isPretty);
  });
});

describe('the configuration nobody touched', () => {
  it('is complete', () => {
    const { origins, ...config } = resolve();

    expect(config).toStrictEqual({
      isEnabled: true,
      isOtelSdkDisabled: false,
      environment: { name: 'development', class: 'development' },
      conventions: 'prometheus',
      service: {
        name: 'orders',
        version: '2.1.0',
        instanceId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
        attributes: {},
      },
      http: {
        isEnabled: true,
        ignore: [],
        requestIdHeader: 'x-request-id',
        echoRequestId: true,
        clientIdentity: 'off',
        slowMs: 0,
        slowRoutes: {},
        phases: true,
      },
      websocket: { isEnabled: true },
      rpc: { isEnabled: true },
      graphql: { isEnabled: true, resolvers: false },
      schedules: { isEnabled: true },
      events: { isEnabled: true },
      messaging: { relation: 'link' },
      outgoing: { isEnabled: true },
      database: { isEnabled: true, statements: true },
      cache: { isEnabled: true },
      rateLimits: { isEnabled: true },
      processes: { isEnabled: true },
      ai: { prices: {}, recordContent: false, maxContentLength: 8192 },
      autoTrace: false,
      traces: {
        isEnabled: true,
        exporter: 'none',
        endpoint: 'http://localhost:4317',
        protocol: 'grpc',
        headers: {},
        sampleRatio: 1,
        parentBased: true,
        rules: [],
        forceSecret: undefined,
        tree: false,
        responseHeader: false,
        collapseAfter: 10,
        collapseKeepSlowest: 3,
        limits: { attributeCount: 128, attributeValueLength: undefined, eventCount: 128, linkCount: 128 },
        maxQueueSize: 2048,
        maxBatchSize: 512,
        scheduleDelayMs: 5000,
        exportTimeoutMs: 10_000,
      },
      metrics: {
        isEnabled: true,
        exporter: ['prometheus'],
        endpoint: 'http://localhost:4317',
        protocol: 'grpc',
        headers: {},
        exportIntervalMs: 10_000,
        exportTimeoutMs: 10_000,
        temporality: 'cumulative',
        path: '/metrics',
        port: undefined,
        host: '0.0.0.0',
        prefix: '',
        defaultLabels: {},
        bearerToken: undefined,
        durationBuckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        runtime: true,
        memoryPressureRatio: 0.9,
        networkTimings: false,
        includeDefaultRegistry: true,
        maxSeries: 2000,
        maxLabelValues: 500,
        collectTimeoutMs: 2000,
        idleSeriesMs: 900_000,
        aggregate: 'auto',
        handOverIntervalMs: 1000,
      },
      logs: {
        isEnabled: true,
        level: 'info',
        pretty: false,
        completion: true,
        spans: false,
        maxPerSecond: 1000,
        callSite: false,
        frames: false,
        destination: undefined,
        exporter: 'none',
        endpoint: 'http://localhost:4317',
        protocol: 'grpc',
        headers: {},
        maxQueueSize: 2048,
        maxBatchSize: 512,
        scheduleDelayMs: 1000,
        exportTimeoutMs: 10_000,
      },
      hooks: { headers: [] },
      audit: { isEnabled: true, destination: 'log' },
      health: {
        isEnabled: true,
        path: '/health',
        details: true,
        timeoutMs: 1000,
        cacheMs: 1000,
        maxEventLoopDelayMs: 0,
        maxMemoryRatio: 0,
        minDiskFreeBytes: {},
        httpChecks: {},
        dependencies: false,
      },
      slos: [],
      alerts: { rules: {}, runbookBaseUrl: 'runbooks/', grafanaUrl: undefined },
      exporters: [],
      profiling: {
        isEnabled: true,
        samplingIntervalUs: 1000,
        maxDurationMs: 30_000,
        maxProfiles: 20,
        maxBytes: 33_554_432,
        requestSecret: undefined,
        triggers: {
          eventLoopDelayMs: 0,
          sloBurn: false,
          slowOperations: false,
          durationMs: 5000,
          cooldownMs: 600_000,
        },
        continuous: { isEnabled: false, intervalMs: 60_000, durationMs: 10_000, samplingIntervalUs: 10_000 },
        heapSnapshots: false,
        heapSnapshotFolder: tmpdir(),
        maxHeapSnapshotBytes: 2_147_483_648,
      },
      redaction: {
        keys: [],
        patterns: [],
        replacement: '[REDACTED]',
        detect: { email: false, iban: false, ssn: false },
        custom: undefined,
      },
      capture: {
        rules: [],
        maxBodyBytes: 16_384,
        maxEntries: 100,
        maxBytes: 8_388_608,
        maxAgeMs: 3_600_000,
        omittedHeaders: [],
      },
      management: {
        isEnabled: true,
        path: '/observability/manage',
        ownPort: false,
        access: { tokens: {}, authorize: undefined, loopbackOnly: true, hosts: [] },
        exposure: {
          read: [
            'routes',
            'config',
            'loggers',
            'sampling',
            'schedules',
            'instruments',
            'exporters',
            'health',
            'metrics',
            'objectives',
            'profiles',
            'captures',
          ],
          change: ['loggers', 'sampling', 'profiles', 'captures'],
        },
      },
      console: {
        isEnabled: true,
        path: '/observability',
        ownPort: false,
        access: { token: undefined, authorize: undefined, loopbackOnly: true, hosts: [] },
        changes: true,
        maxBytes: 67_108_864,
        maxTraces: 2000,
        maxSpansPerTrace: 500,
        maxLogs: 10_000,
        maxSeries: 2000,
        maxPoints: 720,
        pointIntervalMs: 5000,
        maxProfiles: 5,
        editor: 'vscode://file/{file}:{line}:{column}',
        keyFolder: directory,
      },
      consolePages: [],
      errors: { sourceLines: 5, sourceFolder: directory },
      sentry: { dsn: undefined, release: undefined, environment: undefined, serverName: undefined },
      shutdown: { drainTimeoutMs: 0, flushTimeoutMs: 5000 },
      identify: undefined,
      baggageAttributes: [],
      plugins: [],
      warnings: [],
    });
    expect(new Set(Object.values(origins))).toEqual(new Set(['default']));
  });

  it('samples less, hides details and drains in production', () => {
    const { environment, traces, health, shutdown } = resolve({}, { NODE_ENV: 'production' });

    expect([environment, traces.sampleRatio, health.details, shutdown.drainTimeoutMs]).toEqual([
      { name: 'production', class: 'production' },
      0.1,
      false,
      5000,
    ]);
  });

  it('gives each configuration an instance id of its own', () => {
    expect(resolve().service.instanceId).not.toBe(resolve().service.instanceId);
  });
});

describe('the class of the environment', () => {
  it.each([
    [{}, { ENVIRONMENT: 'prod' }, { name: 'prod', class: 'production' }],
    [{}, { ENVIRONMENT: 'staging', NODE_ENV: 'production' }, { name: 'staging', class: 'production' }],
    [{}, { NODE_ENV: 'test' }, { name: 'test', class: 'test' }],
    [{ environment: 'staging' }, {}, { name: 'staging', class: 'development' }],
    [{ environment: 'development' }, { NODE_ENV: 'production' }, { name: 'development', class: 'development' }],
  ])('follows %j and %j', (options, env, expected) => {
    expect(resolve(options, env).environment).toEqual(expected);
  });
});

describe('precedence', () => {
  it('is code, then environment, then file, then default, and each leaf knows its origin', () => {
    writeFileSync(
      join(directory, 'observability.yaml'),
      'metrics: { path: /file, port: 1, host: 10.0.0.1 }\nlogs: { level: error }\n',
    );

    const { metrics, origins } = resolve(
      { configFile: 'observability.yaml', metrics: { path: '/code', prefix: undefined } },
      { OBSERVABILITY_METRICS_PATH: '/environment', METRICS_PORT: '2' },
    );

    expect([metrics.path, metrics.port, metrics.host, metrics.prefix]).toEqual(['/code', 2, '10.0.0.1', '']);
    expect(origins).toMatchObject({
      'metrics.path': 'code',
      'metrics.port': 'environment',
      'metrics.host': 'file',
      'metrics.prefix': 'default',
      'logs.level': 'file',
      configFile: 'code',
    });
  });

  it('finds the file through the environment', () => {
    writeFileSync(join(directory, 'observability.json'), '{"logs":{"level":"debug"}}');

    expect(resolve({}, { OBSERVABILITY_CONFIG_FILE: 'observability.json' }).logs.level).toBe('debug');
  });

  it('merges resource attributes name by name', () => {
    writeFileSync(join(directory, 'attributes.json'), '{"service":{"attributes":{"a":"file","b":"file","c":"file"}}}');

    const { service, origins } = resolve(
      { configFile: 'attributes.json', service: { attributes: { a: 'code' } } },
      { OTEL_RESOURCE_ATTRIBUTES: 'a=environment,b=environment,service.version=3' },
    );

    expect(service.attributes).toEqual({ a: 'code', b: 'environment', c: 'file' });
    expect([service.version, origins['service.attributes']]).toEqual(['3', 'code']);
  });
});

describe('export', () => {
  const GENERAL = 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const EXACT = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
  const HTTP = { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' };

  it.each<[ObservabilityOptions['traces'], Record<string, string>, string, string]>([
    [{}, {}, 'none', 'http://localhost:4317'],
    [{}, HTTP, 'none', 'http://localhost:4318/v1/traces'],
    [{ exporter: 'otlp' }, {}, 'otlp', 'http://localhost:4317'],
    [{}, { OTEL_TRACES_EXPORTER: 'otlp', ...HTTP }, 'otlp', 'http://localhost:4318/v1/traces'],
    [{}, { [GENERAL]: 'http://c:4317' }, 'otlp', 'http://c:4317'],
    [{}, { OTLP_ENDPOINT: 'http://c:4317' }, 'otlp', 'http://c:4317'],
    [{}, { [GENERAL]: 'http://c:4317', OTEL_TRACES_EXPORTER: 'none' }, 'none', 'http://c:4317'],
    [{}, { [GENERAL]: 'http://c:4318', ...HTTP }, 'otlp', 'http://c:4318/v1/traces'],
    [{}, { [GENERAL]: 'http://c:4318/base/', ...HTTP }, 'otlp', 'http://c:4318/base/v1/traces'],
    [{}, { OTLP_ENDPOINT: 'http://c:4318/v1/traces', ...HTTP }, 'otlp', 'http://c:4318/v1/traces'],
    [{}, { [EXACT]: 'http://c:4318/mine', ...HTTP }, 'otlp', 'http://c:4318/mine'],
    [{}, { [EXACT]: 'http://c:4318', ...HTTP }, 'otlp', 'http://c:4318'],
    [{ protocol: 'http/protobuf', endpoint: 'http://c:4318' }, {}, 'otlp', 'http://c:4318/v1/traces'],
    [{ protocol: 'http/protobuf', endpoint: 'http://c:4318/mine' }, {}, 'otlp', 'http://c:4318/mine'],
    [{ protocol: 'http/protobuf' }, { [GENERAL]: 'http://c:4318' }, 'otlp', 'http://c:4318/v1/traces'],
  ])('with traces %j and environment %j is %s to %s', (traces, env, exporter, endpoint) => {
    const config = resolve({ traces }, env);

    expect([config.traces.exporter, config.traces.endpoint]).toEqual([exporter, endpoint]);
  });

  it('cuts the batch to the queue, and says so when a variable asked for more', () => {
    const byDefault = resolve({ traces: { maxQueueSize: 100 } });
    const byVariable = resolve({ traces: { maxQueueSize: 100 } }, { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '200' });

    expect([byDefault.traces.maxBatchSize, byDefault.warnings]).toEqual([100, []]);
    expect([byVariable.traces.maxBatchSize, byVariable.warnings]).toEqual([
      100,
      ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE=200 exceeds the queue; 100 is used.'],
    ]);
  });
});

describe('switching off', () => {
  it('all leaves health', () => {
    const off = { traces: false, metrics: false, logs: false, http: false, health: true };

    expect(switches(resolve({ enabled: false }))).toEqual(off);
    expect(switches(resolve({}, { OBSERVABILITY_ENABLED: 'false' }))).toEqual(off);
  });

  it('the OpenTelemetry SDK stops traces even when code asks for them', () => {
    const config = resolve({ traces: { enabled: true } }, { OTEL_SDK_DISABLED: 'true' });

    expect(config.isOtelSdkDisabled).toBe(true);
    expect(switches(config)).toEqual({ traces: false, metrics: true, logs: true, http: true, health: true });
  });

  const sources = [
    'http',
    'websocket',
    'rpc',
    'graphql',
    'schedules',
    'events',
    'outgoing',
    'database',
    'cache',
    'rateLimits',
    'processes',
    'traces',
    'metrics',
    'logs',
    'audit',
    'profiling',
    'management',
    'console',
  ] as const;
  const access = { authorize: () => 'somebody' };
  const allOn: ObservabilityOptions = {
    ...Object.fromEntries(sources.map((name) => [name, { enabled: true }])),
    management: { enabled: true, access },
    console: { enabled: true, access },
  };

  it('nothing leaves all that was asked for', () => {
    const config = resolve(allOn);

    expect(sources.filter((name) => !config[name].isEnabled)).toEqual([]);
  });

  it('all stops what was asked for too', () => {
    const config = resolve({ ...allOn, enabled: false });

    expect(sources.filter((name) => config[name].isEnabled)).toEqual([]);
  });

  it.each(sources)('%s stops that alone', (name) => {
    const config = resolve({ ...allOn, [name]: { enabled: false } });

    expect(sources.filter((other) => !config[other].isEnabled)).toEqual([name]);
  });

  it('one part leaves the others', () => {
    expect(switches(resolve({ logs: { enabled: false } }, { OBSERVABILITY_HEALTH_ENABLED: 'no' }))).toEqual({
      traces: true,
      metrics: true,
      logs: false,
      http: true,
      health: false,
    });
  });
});

describe('a configuration with problems', () => {
  it('is refused with every problem and its fix in one error', () => {
    writeFileSync(join(directory, 'wrong.yaml'), 'health: { timeoutMs: 0 }\n');

    const message = messageOf(
      {
        configFile: 'wrong.yaml',
        metrcs: {},
        sampleRatio: 1,
        zebra: 1,
        traces: {
          sampleRatio: 10,
          endpoint: 'collector:4317',
          headers: { 'bad name': 'a-secret' },
          rules: [{ route: '/a', ratoi: 1 }],
        },
        metrics: { pth: '/m', durationBuckets: [0.1, 0.05], defaultLabels: { le: 'x' }, port: 70_000, prefix: '1-' },
        logs: true,
        health: null,
        identify: 'me',
      },
      { METRICS_HOST: 'http://x', OTEL_BSP_SCHEDULE_DELAY: 'bad' },
    );

    expect(message).toBe(
      [
        'OBS_ERR_CONFIG  The configuration has 18 problems:',
        '  - OBS_ERR_OPTION_UNKNOWN  metrcs is not an option. Fix: rename it (did you mean metrics?).',
        '  - OBS_ERR_OPTION_UNKNOWN  sampleRatio is not an option. Fix: rename it (did you mean traces.sampleRatio?).',
        '  - OBS_ERR_OPTION_UNKNOWN  zebra is not an option. Fix: remove it, or use one of enabled, configFile, environment, conventions, identify, baggageAttributes, plugins, service, http, websocket, rpc, graphql, schedules, events, messaging, outgoing, database, cache, rateLimits, processes, ai, autoTrace, traces, metrics, logs, hooks, audit, errors, health, slos, alerts, shutdown, profiling, exporters, redaction, capture, management, console, consolePages.',
        '  - OBS_ERR_OPTION_INVALID  traces.sampleRatio must be a number from 0 to 1; got 10. Fix: write e.g. 1.',
        '  - OBS_ERR_OPTION_INVALID  traces.endpoint must be an http or https URL; got "collector:4317". Fix: write http://collector:4317.',
        "  - OBS_ERR_OPTION_INVALID  traces.headers['bad name'] must be a header name; got [REDACTED]. Fix: use letters, digits and '-', e.g. 'api-key'.",
        '  - OBS_ERR_OPTION_UNKNOWN  traces.rules[0].ratoi is not an option. Fix: rename it (did you mean ratio?).',
        '  - OBS_ERR_OPTION_INVALID  traces.rules[0].ratio must be a number from 0 to 1; got undefined. Fix: write e.g. 0.5.',
        '  - OBS_ERR_OPTION_UNKNOWN  metrics.pth is not an option. Fix: rename it (did you mean metrics.path?).',
        '  - OBS_ERR_OPTION_INVALID  metrics.durationBuckets must ascend; got [0.1, 0.05]. Fix: sort them, e.g. [0.05, 0.1].',
        '  - OBS_ERR_OPTION_INVALID  metrics.defaultLabels[\'le\'] is a label name Prometheus keeps for itself; got "le". Fix: choose another name.',
        '  - OBS_ERR_OPTION_INVALID  metrics.port must be an integer from 0 to 65535; got 70000. Fix: write e.g. 65535.',
        "  - OBS_ERR_OPTION_INVALID  metrics.prefix must be a valid beginning of a metric name; got \"1-\". Fix: use letters, digits and '_' and do not start with a digit, e.g. 'shop_'.",
        '  - OBS_ERR_OPTION_INVALID  logs must be an object of options; got true. Fix: write e.g. logs: { enabled: true }.',
        '  - OBS_ERR_OPTION_INVALID  health must be an object of options; got null. Fix: write e.g. health: { enabled: … }.',
        '  - OBS_ERR_OPTION_INVALID  identify must be a function; got "me". Fix: give a function.',
        "  - OBS_ERR_OPTION_INVALID  METRICS_HOST (metrics.host) must be a host name or an address; got \"http://x\". Fix: write e.g. '0.0.0.0' or '127.0.0.1'.",
        '  - OBS_ERR_OPTION_INVALID  health.timeoutMs in wrong.yaml must be an integer from 1 to 2147483647; got 0. Fix: write e.g. 1.',
      ].join('\n'),
    );
  });

  it('is refused when it is no object at all', () => {
    expect(messageOf([])).toBe(
      [
        'OBS_ERR_CONFIG  The configuration has one problem:',
        '  - OBS_ERR_OPTION_INVALID  options must be an object of options; got []. Fix: write e.g. { enabled: … }.',
      ].join('\n'),
    );
  });

  it.each([
    [{ metrics: { path: '/health' } }, '/health'],
    [{ metrics: { path: '/Health/Ready/' } }, '/health/ready'],
    [{ metrics: { path: '/live' }, health: { path: '/' } }, '/live'],
  ])('is refused when metrics and probes share a path: %j', (options, path) => {
    expect(messageOf(options)).toBe(
      [
        'OBS_ERR_CONFIG  The configuration has one problem:',
        `  - OBS_ERR_ENDPOINT_CONFLICT  metrics.path and the health probes share the path ${path}. Fix: give metrics.path or health.path another path.`,
      ].join('\n'),
    );
  });

  it('may share a path between endpoints of which one is off', () => {
    const { metrics } = resolve({ metrics: { path: '/health' }, health: { enabled: false } });

    expect(metrics.path).toBe('/health');
  });

  it('is refused when the batch exceeds the queue', () => {
    expect(messageOf({ traces: { maxBatchSize: 200, maxQueueSize: 100 } })).toBe(
      [
        'OBS_ERR_CONFIG  The configuration has one problem:',
        '  - OBS_ERR_OPTION_INVALID  traces.maxBatchSize must not exceed traces.maxQueueSize, which is 100; got 200. Fix: lower it to 100, or raise traces.maxQueueSize.',
      ].join('\n'),
    );
  });

  it('is not judged on what depends on a refused value', () => {
    const message = messageOf({ metrics: { path: 'm' }, health: { path: '/metrics' } });

    expect(message).not.toContain('OBS_ERR_ENDPOINT_CONFLICT');
  });
});

describe('the result', () => {
  it('is frozen all the way down', () => {
    const config = resolve({
      metrics: { defaultLabels: { team: 'shop' } },
      traces: { rules: [{ route: '/a', ratio: 0 }] },
    });

    const parts = [config, config.traces, config.traces.rules, config.traces.rules[0], config.metrics.defaultLabels];
    expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
    expect([config.origins, config.warnings, config.environment].every((part) => Object.isFrozen(part))).toBe(true);
    expect(() => Object.assign(config.traces, { sampleRatio: 0 })).toThrow(TypeError);
  });

  it("leaves the user's functions, plugins, patterns, streams and own objects as they are", () => {
    const plugin = { name: 'sentry', providers: [] };
    const stream = { write: (): void => undefined };
    const pattern = /secret/g;
    const identify = jest.fn();
    const ignore = jest.fn();
    const labels = { team: 'shop' };
    const plugins = [plugin];

    const config = resolve({
      plugins,
      identify,
      http: { ignore },
      logs: { destination: stream },
      redaction: { patterns: [pattern] },
      metrics: { defaultLabels: labels },
    });

    const used = [
      config.plugins[0],
      config.logs.destination,
      config.redaction.patterns[0],
      config.identify,
      config.http.ignore,
    ];
    expect(used.map((part, at) => part === [plugin, stream, pattern, identify, ignore][at])).not.toContain(false);
    const own = [plugin, plugin.providers, plugins, stream, pattern, identify, ignore, labels];
    expect(own.filter((part) => Object.isFrozen(part))).toEqual([]);
  });

  it('reads the process when no sources are given', () => {
    const { environment, service } = resolveConfig();

    expect([environment.class, service.name]).toEqual(['test', 'nestjs-observability']);
  });
});

describe('where the process stands', () => {
  it('names the environment by NODE_ENV, and by its class where nothing is said', () => {
    expect(resolve({}, { NODE_ENV: 'staging' }).environment).toEqual({ name: 'staging', class: 'development' });
    expect(resolve().environment).toEqual({ name: 'development', class: 'development' });
  });

  it('is the working directory that was given, where a tool runs the application', () => {
    const mainScript = join(directory, 'node_modules/runner/bin.js');
    const { service, console: desk } = resolveConfig({}, { env: {}, cwd: directory, mainScript });

    expect([service.name, desk.keyFolder]).toEqual(['orders', directory]);
  });

  it('is that of the process, where no working directory was given', () => {
    const mainScript = join(directory, 'node_modules/runner/bin.js');
    const { service, console: desk } = resolveConfig({}, { env: {}, mainScript });

    expect([service.name, desk.keyFolder]).toEqual(['nestjs-observability', process.cwd()]);
  });

  it.each([
    ['development', true],
    ['test', false],
    ['production', false],
  ])('keeps a key of the console in %s: %s', (environment, isKept) => {
    expect(resolve({}, { ENVIRONMENT: environment }).console.keyFolder).toBe(isKept ? directory : undefined);
  });

  describe('on standard output', () => {
    const isTty = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');

    afterEach(() => {
      if (isTty) Object.defineProperty(process.stdout, 'isTTY', isTty);
      else Reflect.deleteProperty(process.stdout, 'isTTY');
    });

    it.each([
      [true, true],
      [false, false],
      [undefined, false],
    ])('of which isTTY is %s writes pretty lines: %s', (value, isPretty) => {
      Object.defineProperty(process.stdout, 'isTTY', { value, configurable: true });

      const { logs } = resolveConfig({}, { env: {}, cwd: directory });

      expect(logs.pretty).toBe(isPretty);
    });
  });
});

describe('finished traces as a tree', () => {
  it.each<[ObservabilityOptions, boolean]>([
    [{}, false],
    [{ traces: { tree: true } }, true],
    [{ exporters: [{ type: 'console' }] }, false],
    [{ exporters: [{ type: 'console', format: 'tree' }] }, true],
    [{ exporters: [{ type: 'file', path: '/var/log/a.jsonl' }] }, false],
    [
      {
        exporters: [
          { type: 'file', path: '/var/log/a.jsonl' },
          { type: 'console', format: 'tree' },
        ],
      },
      true,
    ],
    [{ traces: { tree: true }, exporters: [{ type: 'console' }] }, true],
  ])('with %j: %s', (options, isTree) => {
    expect(resolve(options).traces.tree).toBe(isTree);
  });
});

describe('what a default depends on', () => {
  it.each([
    ['development', true, true],
    ['development', false, false],
    ['production', true, false],
    ['production', false, false],
  ])('allows profiles in %s, with the console on %s: %s', (environment, enabled, isOn) => {
    const said = { console: { enabled, access: { authorize: () => 'somebody' } } };

    expect(resolve(said, { ENVIRONMENT: environment }).profiling.isEnabled).toBe(isOn);
  });

  it.each([
    [100, 100],
    [512, 512],
    [4096, 512],
  ])('fills a queue of %d with batches of %d', (maxQueueSize, maxBatchSize) => {
    expect(resolve({ traces: { maxQueueSize } }).traces.maxBatchSize).toBe(maxBatchSize);
  });

  it('opens management in development, and changes nothing elsewhere', () => {
    const { management } = resolve();
    const inProduction = resolve(
      { management: { enabled: true, access: { authorize: () => 'somebody' } } },
      { ENVIRONMENT: 'production' },
    ).management;

    expect(management.isEnabled).toBe(true);
    expect(inProduction.exposure.change).toEqual([]);
    expect(management.exposure.change).not.toEqual([]);
    expect(resolve({}, { ENVIRONMENT: 'production' }).management.isEnabled).toBe(false);
  });

  it.each([
    ['test', 0],
    ['development', 0],
    ['production', 5000],
  ])('drains in %s for %d ms', (environment, drainTimeoutMs) => {
    expect(resolve({}, { ENVIRONMENT: environment }).shutdown.drainTimeoutMs).toBe(drainTimeoutMs);
  });
});

describe('an endpoint in code', () => {
  it('is exact, whatever a general variable says', () => {
    const { traces } = resolve(
      { traces: { protocol: 'http/protobuf', endpoint: 'http://mine:4318/exactly' } },
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all:4318' },
    );

    expect(traces.endpoint).toBe('http://mine:4318/exactly');
  });

  it('gets its path, though the exact variable says something else', () => {
    const { traces } = resolve(
      { traces: { protocol: 'http/protobuf', endpoint: 'http://mine:4318' } },
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://other:4318' },
    );

    expect(traces.endpoint).toBe('http://mine:4318/v1/traces');
  });
});
