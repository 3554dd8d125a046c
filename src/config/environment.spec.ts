import { describeProblem } from '../kernel/index.js';
import { classNamed, environmentClassOf, readEnvironment, readVariable, type Environment } from './environment.js';

function valuesOf(env: Environment): Record<string, unknown> {
  return Object.fromEntries(readEnvironment(env).values);
}

function complaintsOf(env: Environment): string[] {
  return readEnvironment(env).problems.map(describeProblem);
}

describe('the environment', () => {
  it('says nothing when no variable is set, or all are empty', () => {
    const reading = readEnvironment({ METRICS_PORT: '', LOG_LEVEL: ' ', PATH: '/bin' });

    expect(reading).toEqual({
      values: new Map(),
      refused: new Set(),
      problems: [],
      warnings: [],
      variables: new Map(),
      isOtelSdkDisabled: false,
    });
  });

  it('turns text into values of the option types', () => {
    const values = valuesOf({
      ENVIRONMENT: 'staging',
      OBSERVABILITY_ENABLED: 'off',
      OBSERVABILITY_CONFIG_FILE: 'observability.yaml',
      OBSERVABILITY_BAGGAGE_ATTRIBUTES: 'tenant, region',
      OBSERVABILITY_HTTP_IGNORE: '/favicon.ico,/assets/*',
      OBSERVABILITY_HTTP_CLIENT_IDENTITY: 'Hashed',
      OBSERVABILITY_HTTP_REQUEST_ID_HEADER: 'X-Correlation-Id',
      OBSERVABILITY_HTTP_SLOW_MS: '12.5',
      OBSERVABILITY_TRACES_RULES: '/orders/:id=0.5, /internal/*=0',
      METRICS_PORT: '9464',
      METRICS_HOST: '127.0.0.1',
      OBSERVABILITY_METRICS_DEFAULT_LABELS: 'team=shop,note=a=b',
      OBSERVABILITY_METRICS_DURATION_BUCKETS: '0.1,0.5,1',
      OBSERVABILITY_HEALTH_MIN_DISK_FREE_BYTES: '/data=1e9',
      OBSERVABILITY_HEALTH_HTTP_CHECKS: '{"payments":"http://payments/health?a=1,2"}',
      OBSERVABILITY_REDACTION_PATTERNS: '/sk-[a-z]{1,9}/i',
      LOG_LEVEL: 'OrdersService=Verbose,WARN',
      TRACE_SAMPLE_RATE: '.25',
    });

    expect(values).toEqual({
      environment: 'staging',
      enabled: false,
      configFile: 'observability.yaml',
      baggageAttributes: ['tenant', 'region'],
      'http.ignore': ['/favicon.ico', '/assets/*'],
      'http.clientIdentity': 'hashed',
      'http.requestIdHeader': 'x-correlation-id',
      'http.slowMs': 12.5,
      'traces.rules': [
        { route: '/orders/:id', ratio: 0.5 },
        { route: '/internal/*', ratio: 0 },
      ],
      'metrics.port': 9464,
      'metrics.host': '127.0.0.1',
      'metrics.defaultLabels': { team: 'shop', note: 'a=b' },
      'metrics.durationBuckets': [0.1, 0.5, 1],
      'health.minDiskFreeBytes': { '/data': 1_000_000_000 },
      'health.httpChecks': { payments: 'http://payments/health?a=1,2' },
      'redaction.patterns': [/sk-[a-z]{1,9}/i],
      'logs.level': 'warn,OrdersService=trace',
      'traces.sampleRatio': 0.25,
    });
  });

  it('stops the start for a bad value of our own names', () => {
    const complaints = complaintsOf({
      METRICS_PORT: '70000',
      TRACE_SAMPLE_RATE: 'half',
      LOG_LEVEL: 'loud',
      OTLP_ENDPOINT: 'collector:4317',
      OBSERVABILITY_LOGS_PRETTY: 'maybe',
      OBSERVABILITY_METRICS_DEFAULT_LABELS: 'shop',
    });

    expect(complaints).toEqual([
      'OBS_ERR_OPTION_INVALID  OTLP_ENDPOINT (traces.endpoint) must be an http or https URL; got "collector:4317". Fix: write http://collector:4317.',
      'OBS_ERR_OPTION_INVALID  TRACE_SAMPLE_RATE (traces.sampleRatio) must be a number from 0 to 1; got "half". Fix: write a number, e.g. 0.',
      'OBS_ERR_OPTION_INVALID  METRICS_PORT (metrics.port) must be an integer from 0 to 65535; got 70000. Fix: write e.g. 65535.',
      'OBS_ERR_OPTION_INVALID  OBSERVABILITY_METRICS_DEFAULT_LABELS (metrics.defaultLabels) must be an object of names and values; got "shop". Fix: write e.g. team=shop.',
      'OBS_ERR_OPTION_INVALID  LOG_LEVEL (logs.level) must name known levels; got "loud". Fix: use trace, debug, info, warn, error, fatal, silent, e.g. info,OrdersService=debug.',
      'OBS_ERR_OPTION_INVALID  OBSERVABILITY_LOGS_PRETTY (logs.pretty) must be true or false; got "maybe". Fix: write e.g. true.',
    ]);
  });

  it('points at the right name when one of ours is nearly right, and leaves strangers alone', () => {
    const { warnings } = readEnvironment({
      OBSERVABILITY_METRICS_PORT: '9464',
      OBSERVABILITY_METRICS_PATHS: '/m',
      OBSERVABILITY_PORT_80_TCP_ADDR: '10.0.0.1',
    });

    expect(warnings).toEqual([
      'OBSERVABILITY_METRICS_PORT is not read; did you mean METRICS_PORT?',
      'OBSERVABILITY_METRICS_PATHS is not read; did you mean OBSERVABILITY_METRICS_PATH?',
    ]);
  });

  it.each([
    [['staging', undefined], 'development'],
    [['PROD', undefined], 'production'],
    [['staging', 'production'], 'production'],
    [['test', 'production'], 'production'],
    [[undefined, 'test'], 'test'],
  ] as const)('classes %j as %s', (names, expected) => {
    expect(environmentClassOf(...names)).toBe(expected);
  });
});

describe('the standard variables', () => {
  it.each([
    ['always_on', undefined, 1, false],
    ['always_off', undefined, 0, false],
    ['traceidratio', '0.25', 0.25, false],
    ['traceidratio', undefined, 1, false],
    ['parentbased_always_on', undefined, 1, true],
    ['parentbased_always_off', '0.7', 0, true],
    ['PARENTBASED_TRACEIDRATIO', '0.5', 0.5, true],
  ])('read sampler %s with argument %s as ratio %d, parent-based %s', (sampler, argument, sampleRatio, parentBased) => {
    const reading = readEnvironment({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: argument });

    expect(Object.fromEntries(reading.values)).toEqual({
      'traces.sampleRatio': sampleRatio,
      'traces.parentBased': parentBased,
    });
    expect(reading.warnings).toStrictEqual([]);
  });

  it('take the ratio from TRACE_SAMPLE_RATE when the sampler has no argument', () => {
    const values = valuesOf({ OTEL_TRACES_SAMPLER: 'traceidratio', TRACE_SAMPLE_RATE: '0.3' });

    expect(values).toEqual({ 'traces.sampleRatio': 0.3, 'traces.parentBased': false });
  });

  it('warn of a sampler argument without a sampler, as it has no effect', () => {
    const { values, warnings } = readEnvironment({ OTEL_TRACES_SAMPLER_ARG: '0.25' });

    expect([...values]).toEqual([]);
    expect(warnings).toEqual([
      'OTEL_TRACES_SAMPLER_ARG is ignored, since OTEL_TRACES_SAMPLER is not set; TRACE_SAMPLE_RATE needs no sampler.',
    ]);
  });

  it.each([
    ['otlp', { 'traces.exporter': 'otlp' }],
    ['none', { 'traces.exporter': 'none' }],
    ['console', { 'traces.exporter': 'none', 'traces.tree': true }],
    ['otlp,console', { 'traces.exporter': 'otlp', 'traces.tree': true }],
  ])('read exporter %s', (exporter, expected) => {
    expect(valuesOf({ OTEL_TRACES_EXPORTER: exporter })).toEqual(expected);
  });

  it('prefer the variable of the signal to the general one', () => {
    const values = valuesOf({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://general:4317',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces:4317',
      OTLP_ENDPOINT: 'http://ours:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=general',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'api-key=a%20b%3Dc,x-team=shop',
      OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '2000',
      OTEL_BSP_EXPORT_TIMEOUT: '3000',
    });

    const general = (signal: string) => ({
      [`${signal}.endpoint`]: 'http://general:4317',
      [`${signal}.protocol`]: 'grpc',
      [`${signal}.headers`]: { 'api-key': 'general' },
      [`${signal}.exportTimeoutMs`]: 1000,
    });
    expect(values).toEqual({
      'traces.endpoint': 'http://traces:4317',
      'traces.protocol': 'http/protobuf',
      'traces.headers': { 'api-key': 'a b=c', 'x-team': 'shop' },
      'traces.exportTimeoutMs': 2000,
      ...general('metrics'),
      ...general('logs'),
    });
  });

  it('reach a bare host and port with TLS unless INSECURE is said', () => {
    const secure = valuesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' });
    const insecure = valuesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317', OTEL_EXPORTER_OTLP_INSECURE: 'true' });

    const everywhere = (endpoint: string) =>
      Object.fromEntries(['traces', 'metrics', 'logs'].map((signal) => [`${signal}.endpoint`, endpoint]));
    expect(secure).toEqual(everywhere('https://collector:4317'));
    expect(insecure).toEqual(everywhere('http://collector:4317'));
  });

  it('read the batch processor', () => {
    const values = valuesOf({
      OTEL_BSP_MAX_QUEUE_SIZE: '100',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '50',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_BSP_EXPORT_TIMEOUT: '3000',
    });

    expect(values).toEqual({
      'traces.maxQueueSize': 100,
      'traces.maxBatchSize': 50,
      'traces.scheduleDelayMs': 200,
      'traces.exportTimeoutMs': 3000,
    });
  });

  it('read the limits of a span, its own variables before those of all signals', () => {
    const values = valuesOf({
      OTEL_ATTRIBUTE_COUNT_LIMIT: '64',
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '32',
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '1000',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '0',
      OTEL_SPAN_LINK_COUNT_LIMIT: '8',
    });

    expect(values).toEqual({
      'traces.limits.attributeCount': 32,
      'traces.limits.attributeValueLength': 1000,
      'traces.limits.eventCount': 0,
      'traces.limits.linkCount': 8,
    });
  });

  it('hand the identity within resource attributes to its options', () => {
    const values = valuesOf({
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=orders,service.version=2.1,team.name=Shop%20%26%20Co,a%2Cb=c%3Dd',
    });

    expect(values).toEqual({
      'service.name': 'orders',
      'service.version': '2.1',
      'service.attributes': { 'team.name': 'Shop & Co', 'a,b': 'c=d' },
    });
  });

  it('name the service by OTEL_SERVICE_NAME first', () => {
    const values = valuesOf({ OTEL_SERVICE_NAME: 'orders', OTEL_RESOURCE_ATTRIBUTES: 'service.name=other' });

    expect(values).toEqual({ 'service.name': 'orders' });
  });

  it.each([
    ['TRUE', true],
    ['false', false],
  ])('read OTEL_SDK_DISABLED=%s', (text, expected) => {
    const { isOtelSdkDisabled, warnings } = readEnvironment({ OTEL_SDK_DISABLED: text });

    expect({ isOtelSdkDisabled, warnings }).toEqual({ isOtelSdkDisabled: expected, warnings: [] });
  });

  it('are warned about once and ignored when their value is bad', () => {
    const { values, problems, warnings } = readEnvironment({
      OTEL_SDK_DISABLED: 'yes',
      OTEL_RESOURCE_ATTRIBUTES: 'team=%E0%A4%A',
      OTEL_TRACES_SAMPLER: 'jaeger_remote',
      OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:secret@:bad',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'carrier-pigeon',
      OTEL_EXPORTER_OTLP_HEADERS: 'a-secret-without-a-name',
      OTEL_EXPORTER_OTLP_TIMEOUT: 'soon',
      OTEL_BSP_MAX_QUEUE_SIZE: '-1',
      OTEL_CONFIG_FILE: 'otel.yaml',
    });

    expect({ values: [...values], problems }).toEqual({ values: [], problems: [] });
    expect(warnings).toEqual([
      'OTEL_CONFIG_FILE is not read; options come from OBSERVABILITY_CONFIG_FILE and the other variables.',
      'OTEL_SDK_DISABLED must be true or false; got "yes". It counts as false.',
      'OTEL_RESOURCE_ATTRIBUTES must be key=value pairs, percent-encoded; got "team=%E0%A4%A". The value is ignored.',
      'OTEL_TRACES_EXPORTER must name otlp, console or none; got "zipkin". The value is ignored.',
      'OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL; got "http://[REDACTED]@:bad". The value is ignored.',
      "OTEL_EXPORTER_OTLP_PROTOCOL must be 'grpc' or 'http/protobuf'; got \"carrier-pigeon\". The value is ignored.",
      'OTEL_EXPORTER_OTLP_HEADERS must be name=value pairs, percent-encoded; got [REDACTED]. The value is ignored.',
      'OTEL_TRACES_SAMPLER must be one of always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio; got "jaeger_remote". The value is ignored.',
      'OTEL_BSP_MAX_QUEUE_SIZE must be an integer of at least 1; got "-1". The value is ignored.',
      'OTEL_EXPORTER_OTLP_TIMEOUT must be an integer from 1 to 2147483647; got "soon". The value is ignored.',
    ]);
  });

  it('know nothing by a name every object has', () => {
    const { values, warnings } = readEnvironment({ OTEL_TRACES_SAMPLER: 'constructor', ENVIRONMENT: 'constructor' });

    expect([...values]).toEqual([['environment', 'constructor']]);
    expect(warnings).toHaveLength(1);
    expect(environmentClassOf('constructor')).toBe('development');
  });

  it('fall back to recording everything for a bad sampler argument, as the standard says', () => {
    const { values, warnings } = readEnvironment({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' });

    expect(values.get('traces.sampleRatio')).toBe(1);
    expect(warnings).toEqual(['OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1; got "2". The value is ignored.']);
  });

  it('send http/json as protobuf and say so', () => {
    const { values, warnings } = readEnvironment({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' });

    expect(values.get('traces.protocol')).toBe('http/protobuf');
    expect(warnings).toEqual(['OTEL_EXPORTER_OTLP_PROTOCOL=http/json is not supported; http/protobuf is used.']);
  });
});

describe('a variable nobody reads', () => {
  const warningsOf = (name: string): readonly string[] => readEnvironment({ [name]: 'x' }).warnings;

  it.each([
    ['OBSERVABILITY_METRICS_PORT', 'METRICS_PORT'],
    ['OBSERVABILITY_ENVIRONMENT', 'ENVIRONMENT'],
    [
      'OBSERVABILITY_TRACES_ENDPOINT',
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT or OTEL_EXPORTER_OTLP_ENDPOINT or OTLP_ENDPOINT',
    ],
  ])('%s is told of, with what is read instead', (name, instead) => {
    expect(warningsOf(name)).toEqual([`${name} is not read; did you mean ${instead}?`]);
  });

  it.each(['OBSERVABILITY_X', 'observability_slos', 'MY_OBSERVABILITY_', 'OTEL_METRICS_PORTS'])(
    '%s is left alone where it may be of somebody else',
    (name) => {
      expect(warningsOf(name)).toEqual([]);
    },
  );
});

describe('a variable of our own', () => {
  it('is remembered as what gave the value, and as what gave a refused one', () => {
    const { variables, values, refused } = readEnvironment({ METRICS_PORT: 'many', LOG_LEVEL: 'warn' });

    expect(Object.fromEntries(variables)).toEqual({ 'metrics.port': 'METRICS_PORT', 'logs.level': 'LOG_LEVEL' });
    expect([[...values.keys()], [...refused]]).toEqual([['logs.level'], ['metrics.port']]);
  });

  it('is shown as text would be written, where it cannot be read at all', () => {
    const [unreadable] = complaintsOf({ OBSERVABILITY_SLOS: '[{' });
    const [readable] = complaintsOf({ OBSERVABILITY_SLOS: '{}' });

    expect(unreadable).toBe(
      'OBS_ERR_OPTION_INVALID  OBSERVABILITY_SLOS (slos) must be a list of objectives; got "[{". ' +
        'Fix: write e.g. [{"name":"orders","objective":0.999,"window":"28d","indicator":"availability"}].',
    );
    expect(readable).toBe(
      'OBS_ERR_OPTION_INVALID  OBSERVABILITY_SLOS (slos) must be a list of objectives; got {}. ' +
        "Fix: write e.g. [{ name: 'orders', objective: 0.999, window: '28d', indicator: 'availability' }].",
    );
  });

  it('ends the search, be its value good or bad', () => {
    const good = readEnvironment({ OTEL_BSP_EXPORT_TIMEOUT: '1', OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '2' });
    const bad = readEnvironment({ OTEL_BSP_EXPORT_TIMEOUT: '1', OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: 'soon' });

    const timeout = 'traces.exportTimeoutMs';
    expect([good.values.get(timeout), good.variables.get(timeout)]).toEqual([2, 'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT']);
    expect([bad.values.get(timeout), bad.variables.get(timeout)]).toEqual([1, 'OTEL_BSP_EXPORT_TIMEOUT']);
  });
});

describe('a name of an environment', () => {
  it.each([
    ['prod', 'production'],
    [' Production ', 'production'],
    ['TEST', 'test'],
    ['dev', 'development'],
    ['development', 'development'],
    ['staging', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%p stands for %s', (name, expected) => {
    expect(classNamed(name)).toBe(expected);
  });

  it.each([
    [[], 'development'],
    [['dev', 'test'], 'test'],
    [[undefined, undefined], 'development'],
    [['prod', 'dev'], 'production'],
  ])('of %j together: %s', (names, expected) => {
    expect(environmentClassOf(...names)).toBe(expected);
  });
});

describe('the text of a variable', () => {
  it.each([
    [' a ', 'a'],
    [' ', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%p counts as %p', (given, expected) => {
    expect(readVariable('A', { A: given })).toBe(expected);
  });
});

describe('what the standard says in detail', () => {
  it('disables nothing unless it is said', () => {
    expect([readEnvironment({}), readEnvironment({ OTEL_SDK_DISABLED: 'no' })].map((r) => r.isOtelSdkDisabled)).toEqual(
      [false, false],
    );
  });

  it('keeps the one argument of a sampler that has one', () => {
    const reading = readEnvironment({
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: 'half',
      TRACE_SAMPLE_RATE: '0.3',
    });

    expect(reading.values.get('traces.sampleRatio')).toBe(0.3);
    expect(reading.warnings).toEqual([
      'OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1; got "half". The value is ignored.',
    ]);
  });

  it.each([
    ['none,otlp', { 'traces.exporter': 'none' }, []],
    ['OTLP', { 'traces.exporter': 'otlp' }, []],
    [
      'otlp,zipkin,jaeger',
      { 'traces.exporter': 'otlp' },
      ['OTEL_TRACES_EXPORTER must name otlp, console or none; got "zipkin,jaeger". The value is ignored.'],
    ],
    [
      'console,zipkin',
      { 'traces.exporter': 'none', 'traces.tree': true },
      ['OTEL_TRACES_EXPORTER must name otlp, console or none; got "zipkin". The value is ignored.'],
    ],
  ])('takes of exporters %s what it knows', (text, expected, warned) => {
    const { values, warnings } = readEnvironment({ OTEL_TRACES_EXPORTER: text });

    expect(Object.fromEntries(values)).toEqual(expected);
    expect(warnings).toEqual(warned);
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_LOGS_INSECURE: 'TRUE' }, 'http://collector-1.local:4317'],
    [
      { OTEL_EXPORTER_OTLP_LOGS_INSECURE: 'false', OTEL_EXPORTER_OTLP_INSECURE: 'true' },
      'https://collector-1.local:4317',
    ],
    [{ OTEL_EXPORTER_OTLP_INSECURE: 'yes' }, 'https://collector-1.local:4317'],
    [{ OTEL_EXPORTER_OTLP_TRACES_INSECURE: 'true' }, 'https://collector-1.local:4317'],
  ])('reaches the place of logs as %j says', (env, expected) => {
    const values = valuesOf({ ...env, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'collector-1.local:4317' });

    expect(values).toEqual({ 'logs.endpoint': expected });
  });

  it.each(['collector', 'collector:', 'collector:4317/v1', 'my collector:4317', ':4317', '//collector:4317'])(
    'reaches no %s',
    (endpoint) => {
      const { values, warnings } = readEnvironment({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint });

      expect([...values]).toEqual([]);
      expect(warnings).toEqual([
        `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT must be an http or https URL; got "${endpoint}". The value is ignored.`,
      ]);
    },
  );

  it.each(['{"api-key":"a"}', 'api-key', 'api key=a', 'api-key=%E0%A4%A', 'api-key=%0A'])(
    'takes no headers of %s',
    (headers) => {
      const { values, warnings } = readEnvironment({ OTEL_EXPORTER_OTLP_LOGS_HEADERS: headers });

      expect([...values]).toEqual([]);
      expect(warnings).toEqual([
        'OTEL_EXPORTER_OTLP_LOGS_HEADERS must be name=value pairs, percent-encoded; got [REDACTED]. The value is ignored.',
      ]);
    },
  );

  it.each([
    ['service.instance.id=a', { 'service.instanceId': 'a' }],
    ['service.name=', {}],
    ['team=shop', { 'service.attributes': { team: 'shop' } }],
  ])('hands on the attributes %s', (attributes, expected) => {
    expect(valuesOf({ OTEL_RESOURCE_ATTRIBUTES: attributes })).toEqual(expected);
  });
});
