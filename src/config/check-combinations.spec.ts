import { checkCombinations } from './check-combinations.js';
import type { EnvironmentClass } from './resolved-config.js';
import { SettledOptions } from './settled-options.js';

const surroundings = {
  isTerminal: false,
  environmentName: 'test',
  application: { name: 'orders', version: '1.0.0' },
  applicationFolder: undefined,
};

function settle(
  said: Readonly<Record<string, unknown>>,
  origin: 'code' | 'environment' | 'file' = 'code',
  environmentClass: EnvironmentClass = 'development',
): SettledOptions {
  return new SettledOptions([{ origin, values: new Map(Object.entries(said)) }], {
    ...surroundings,
    environmentClass,
  });
}

const problemsOf = (options: SettledOptions, ...refused: string[]) => checkCombinations(options, new Set(refused));

it.each<EnvironmentClass>(['development', 'test', 'production'])(
  'nothing said is possible in %s',
  (environmentClass) => {
    expect(problemsOf(settle({}, 'code', environmentClass))).toEqual([]);
  },
);

describe('the metrics and the probes', () => {
  it.each([
    ['/health', '/health', '/health'],
    ['/health/live', '/health', '/health/live'],
    ['/health/ready', '/health', '/health/ready'],
    ['/health/startup', '/health', '/health/startup'],
    ['/HEALTH', '/Health', '/Health'],
    ['/', '/', '/'],
    ['/startup', '/', '/startup'],
    ['/a/ready', '/a', '/a/ready'],
  ])('cannot be at %s and at %s', (metricsPath, healthPath, shared) => {
    expect(problemsOf(settle({ 'metrics.path': metricsPath, 'health.path': healthPath }))).toEqual([
      {
        code: 'OBS_ERR_ENDPOINT_CONFLICT',
        fact: `metrics.path and the health probes share the path ${shared}`,
        fix: 'give metrics.path or health.path another path',
      },
    ]);
  });

  it.each([
    ['/', '/health'],
    ['/healthy', '/health'],
    ['/health/metrics', '/health'],
    ['/live', '/health'],
    ['/a', '/a/b'],
  ])('can be at %s and at %s', (metricsPath, healthPath) => {
    expect(problemsOf(settle({ 'metrics.path': metricsPath, 'health.path': healthPath }))).toEqual([]);
  });

  it.each(['enabled', 'metrics.enabled', 'health.enabled'])('may share a path where %s is off', (path) => {
    expect(problemsOf(settle({ 'metrics.path': '/health', [path]: false }))).toEqual([]);
  });
});

describe('a batch of traces', () => {
  const sizes = { 'traces.maxBatchSize': 200, 'traces.maxQueueSize': 100 };

  it.each(['code', 'file'] as const)('cannot be larger than the queue by %s', (origin) => {
    expect(problemsOf(settle(sizes, origin))).toEqual([
      {
        code: 'OBS_ERR_OPTION_INVALID',
        fact: 'traces.maxBatchSize must not exceed traces.maxQueueSize, which is 100',
        got: '200',
        fix: 'lower it to 100, or raise traces.maxQueueSize',
      },
    ]);
  });

  it('is cut where the standard variables said it', () => {
    expect(problemsOf(settle(sizes, 'environment'))).toEqual([]);
  });

  it('may fill the queue', () => {
    expect(problemsOf(settle({ ...sizes, 'traces.maxQueueSize': 200 }))).toEqual([]);
  });

  it('may be the default one over a small queue', () => {
    expect(problemsOf(settle({ 'traces.maxQueueSize': 1 }))).toEqual([]);
  });
});

describe('continuous profiles', () => {
  const take = (durationMs: number, intervalMs: number) =>
    settle({ 'profiling.continuous.durationMs': durationMs, 'profiling.continuous.intervalMs': intervalMs });

  it.each([2000, 2001])('cannot take %d ms every 2000', (durationMs) => {
    expect(problemsOf(take(durationMs, 2000))).toEqual([
      {
        code: 'OBS_ERR_OPTION_INVALID',
        fact: 'profiling.continuous.durationMs must be less than profiling.continuous.intervalMs, which is 2000',
        got: String(durationMs),
        fix: 'shorten the profiles, or raise profiling.continuous.intervalMs',
      },
    ]);
  });

  it('may end just before the next', () => {
    expect(problemsOf(take(1999, 2000))).toEqual([]);
  });
});

const allow = (): boolean => true;

describe.each([
  [
    'management',
    { 'management.access.tokens': { ci: 'a-long-token' } },
    'management.access must say who may ask, outside development and wherever management.access.loopbackOnly is off',
    'set management.access.tokens or management.access.authorize, or management.enabled to false',
  ],
  [
    'console',
    { 'console.access.token': 'a-long-token' },
    'console.access must say who may look, outside development and wherever console.access.loopbackOnly is off',
    'set console.access.token or console.access.authorize, or console.enabled to false',
  ],
])('%s that others can reach', (section, token, fact, fix) => {
  const problem = { code: 'OBS_ERR_OPTION_INVALID', fact, fix };
  const isOn = { [`${section}.enabled`]: true };

  it.each<[EnvironmentClass, boolean]>([
    ['production', true],
    ['production', false],
    ['test', true],
    ['development', false],
  ])('has to know them in %s with loopbackOnly %s', (environmentClass, loopbackOnly) => {
    const said = { ...isOn, [`${section}.access.loopbackOnly`]: loopbackOnly };

    expect(problemsOf(settle(said, 'code', environmentClass))).toEqual([problem]);
  });

  it('may be reached from this machine in development', () => {
    expect(problemsOf(settle({ ...isOn, [`${section}.access.loopbackOnly`]: true }))).toEqual([]);
  });

  it.each([
    ['a token', token],
    ['a function', { [`${section}.access.authorize`]: allow }],
    ['itself being off', { [`${section}.enabled`]: false }],
    ['all being off', { enabled: false }],
  ])('is kept by %s', (_title, keeper) => {
    expect(problemsOf(settle({ ...isOn, ...keeper }, 'code', 'production'))).toEqual([]);
  });
});

describe('pages of the console', () => {
  const page = (id: string) => ({ id, title: 'Desk', description: 'What lies on it.', sections: () => [] });
  const problem = (ids: string) => ({
    code: 'OBS_ERR_OPTION_INVALID',
    fact: 'consolePages, those of plugins included, must each have an id of its own',
    got: `${ids} more than once`,
    fix: 'give one of them another id',
  });

  it('have each an id of its own among those of the options', () => {
    expect(problemsOf(settle({ consolePages: [page('desk'), page('shelf'), page('desk'), page('desk')] }))).toEqual([
      problem('desk'),
    ]);
  });

  it('have each an id of its own among those of plugins', () => {
    const plugins = [
      { name: 'a', consolePages: [page('desk'), page('shelf')] },
      { name: 'none' },
      { name: 'b', consolePages: [page('shelf')] },
    ];

    expect(problemsOf(settle({ consolePages: [page('desk')], plugins }))).toEqual([problem('desk, shelf')]);
    expect(problemsOf(settle({ consolePages: [page('wall')], plugins: plugins.slice(0, 2) }))).toEqual([]);
  });
});

describe('what depends on a refused value', () => {
  const pages = ['desk', 'desk'].map((id) => ({ id }));
  const everythingWrong = {
    'metrics.path': '/health',
    'traces.maxBatchSize': 200,
    'traces.maxQueueSize': 100,
    'profiling.continuous.durationMs': 2000,
    'profiling.continuous.intervalMs': 2000,
    'management.enabled': true,
    'console.enabled': true,
    consolePages: pages,
  };
  const about = (refused: readonly string[]) =>
    problemsOf(settle(everythingWrong, 'code', 'production'), ...refused).map(({ fact }) => fact.split(' ', 1)[0]);

  const all = [
    'metrics.path',
    'traces.maxBatchSize',
    'profiling.continuous.durationMs',
    'management.access',
    'console.access',
    'consolePages,',
  ];

  it('is everything that is wrong, when nothing was refused', () => {
    expect(about([])).toEqual(all);
    expect(about(['logs.level'])).toEqual(all);
  });

  it.each([
    ['metrics.path', ['metrics.path']],
    ['health.path', ['metrics.path']],
    ['metrics.enabled', ['metrics.path']],
    ['health.enabled', ['metrics.path']],
    ['enabled', ['metrics.path', 'management.access', 'console.access']],
    ['traces.maxBatchSize', ['traces.maxBatchSize']],
    ['traces.maxQueueSize', ['traces.maxBatchSize']],
    ['profiling.continuous.durationMs', ['profiling.continuous.durationMs']],
    ['profiling.continuous.intervalMs', ['profiling.continuous.durationMs']],
    ['management.enabled', ['management.access']],
    ['management.access.tokens', ['management.access']],
    ['management.access.authorize', ['management.access']],
    ['console.enabled', ['console.access']],
    ['console.access.token', ['console.access']],
    ['console.access.authorize', ['console.access']],
    ['consolePages', ['consolePages,']],
    ['plugins', ['consolePages,']],
  ])('is not judged for %s', (refused, unjudged) => {
    expect(about([refused])).toEqual(all.filter((fact) => !unjudged.includes(fact)));
  });
});
