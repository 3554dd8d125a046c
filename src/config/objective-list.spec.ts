import { ObservabilityError } from '../kernel/index.js';
import { objectiveList, problemsOfObjective, toObjective } from './objective-list.js';
import { resolveConfig } from './resolve-config.js';

const good = { name: 'orders', objective: 0.999 };
const problemsOf = (slos: unknown): string[] => {
  try {
    resolveConfig({ slos: slos as never }, { env: {} });
    return [];
  } catch (error) {
    return (error as ObservabilityError).problems.map(({ code, fact, got, fix }) => [code, fact, got, fix].join(' | '));
  }
};

describe('slos', () => {
  it('become whole objectives', () => {
    const { slos } = resolveConfig(
      {
        slos: [
          good,
          {
            name: 'orders-latency',
            objective: 0.99,
            window: '7d',
            indicator: { latencyMs: 300 },
            selector: { routes: ['/orders/:id'], methods: ['get'], handlers: ['OrdersController.find'] },
            description: 'Orders are shown at once',
            health: 'degraded',
          },
          {
            name: 'shipping',
            objective: 0.95,
            window: 30,
            indicator: { good: 'shipped_total', total: { metric: 'orders_total', labels: { region: 'eu' } } },
          },
        ],
      },
      { env: {} },
    );

    expect(slos).toEqual([
      {
        name: 'orders',
        description: undefined,
        objective: 0.999,
        windowDays: 28,
        indicator: { type: 'availability' },
        selector: {},
        degradesHealth: false,
      },
      {
        name: 'orders-latency',
        description: 'Orders are shown at once',
        objective: 0.99,
        windowDays: 7,
        indicator: { type: 'latency', thresholdMs: 300 },
        selector: { routes: ['/orders/:id'], methods: ['GET'], handlers: ['OrdersController.find'] },
        degradesHealth: true,
      },
      {
        name: 'shipping',
        description: undefined,
        objective: 0.95,
        windowDays: 30,
        indicator: {
          type: 'ratio',
          good: { metric: 'shipped_total' },
          total: { metric: 'orders_total', labels: { region: 'eu' } },
        },
        selector: {},
        degradesHealth: false,
      },
    ]);
  });

  it('come as JSON from the environment', () => {
    const { slos } = resolveConfig({}, { env: { OBSERVABILITY_SLOS: JSON.stringify([good]) } });

    expect(slos).toMatchObject([{ name: 'orders', objective: 0.999, windowDays: 28 }]);
  });

  it('are refused in one error that lists everything', () => {
    const problems = problemsOf([
      { name: 'Orders', objective: 99.9, window: '91d', indicator: { latencyMs: 0 } },
      { ...good, selector: { routes: ['orders'] }, colour: 'red' },
      good,
    ]);

    expect(problems).toEqual([
      `OBS_ERR_OPTION_INVALID | slos[0].name must be lower-case words with hyphens | "Orders" | write e.g. 'orders-latency'`,
      `OBS_ERR_OPTION_INVALID | slos[0].objective must be a share above 0 and below 1 | 99.9 | write e.g. 0.999`,
      `OBS_ERR_OPTION_INVALID | slos[0].window must be 1 to 90 whole days | "91d" | write e.g. '28d' or 28`,
      `OBS_ERR_OPTION_INVALID | slos[0].indicator.latencyMs must be a number above 0 | 0 | write milliseconds, e.g. 300`,
      `OBS_ERR_OPTION_UNKNOWN | slos[1].colour is not an option |  | use name, objective, window, indicator, selector, description, health`,
      `OBS_ERR_OPTION_INVALID | slos[1].selector.routes must be a list such as ['/orders/:id'] | ["orders"] | write e.g. ['/orders/:id']`,
      `OBS_ERR_OPTION_INVALID | slos[2].name is used twice | "orders" | give each objective a name of its own`,
    ]);
  });

  it('are refused where no outage could ever page anybody, with the nearest that can', () => {
    expect(problemsOf([{ ...good, objective: 0.93 }])).toEqual([
      'OBS_ERR_OPTION_INVALID | slos[0].objective allows so many failures that its page alert can never fire, not even when everything fails | 0.93 | raise it to 0.9306 or more',
    ]);
    expect(problemsOf([{ ...good, objective: 0.9306 }])).toEqual([]);
  });

  it.each([
    ['orders', /slos must be a list of objectives; got "orders"/],
    [['orders'], /slos\[0\] must be an objective; got "orders"/],
    [[{ name: 'orders' }], /slos\[0\]\.objective must be a share above 0 and below 1; got undefined/],
    [[{ ...good, objective: 1 }], /must be a share above 0 and below 1; got 1/],
    [[{ ...good, objective: Number.NaN }], /must be a share above 0 and below 1; got NaN/],
    [[{ ...good, name: 'orders-' }], /slos\[0\]\.name must be lower-case words with hyphens/],
    [[{ ...good, window: 0 }], /slos\[0\]\.window must be 1 to 90 whole days; got 0/],
    [[{ ...good, window: 1.5 }], /slos\[0\]\.window must be 1 to 90 whole days; got 1\.5/],
    [[{ ...good, window: '4w' }], /slos\[0\]\.window must be 1 to 90 whole days; got "4w"/],
    [[{ ...good, indicator: 'latency' }], /slos\[0\]\.indicator must be an indicator; got "latency"/],
    [[{ ...good, indicator: { latencyMs: '300' } }], /slos\[0\]\.indicator\.latencyMs must be a number above 0/],
    [
      [{ ...good, indicator: { good: 'a', total: 'b c' } }],
      /slos\[0\]\.indicator\.total must name a counter; got "b c"/,
    ],
    [[{ ...good, indicator: { good: 'a', total: { metric: 'b', labels: { c: 1 } } } }], /total must name a counter/],
    [
      [{ ...good, indicator: { good: 'a', total: 'b' }, selector: { methods: ['GET'] } }],
      /slos\[0\]\.selector selects requests, which a ratio of counters does not count/,
    ],
    [[{ ...good, selector: { routes: [] } }], /slos\[0\]\.selector\.routes must be a list/],
    [[{ ...good, selector: { route: ['/a'] } }], /slos\[0\]\.selector\.route is not an option/],
    [[{ ...good, selector: { handlers: ['find'] } }], /slos\[0\]\.selector\.handlers must be a list/],
    [[{ ...good, health: 'fail' }], /slos\[0\]\.health must be 'degraded'; got "fail"/],
    [[{ ...good, windows: '28d' }], /slos\[0\]\.windows is not an option.*did you mean window\?/],
  ])('refuse %j', (slos, message) => {
    expect(() => resolveConfig({ slos: slos as never }, { env: {} })).toThrow(message);
  });
});

describe('one objective of the list', () => {
  const complaintsOf = (said: object): unknown[] => {
    const verdict = objectiveList.check([{ ...good, ...said }]);
    return 'complaints' in verdict ? [...verdict.complaints] : [];
  };

  it.each([
    { window: 1 },
    { window: '1d' },
    { window: '90d' },
    { window: 90 },
    { name: 'a' },
    { name: 'a1-b2-3' },
    { objective: 0.95 },
    { description: 'Orders are shown at once' },
    { health: 'degraded' },
    { health: undefined, description: undefined, selector: undefined, indicator: undefined },
  ])('may say %j', (said) => {
    expect(complaintsOf(said)).toEqual([]);
  });

  it.each([
    ['window', '0d', 'must be 1 to 90 whole days', "write e.g. '28d' or 28"],
    ['window', '91d', 'must be 1 to 90 whole days', "write e.g. '28d' or 28"],
    ['window', 91, 'must be 1 to 90 whole days', "write e.g. '28d' or 28"],
    ['window', -1, 'must be 1 to 90 whole days', "write e.g. '28d' or 28"],
    ['window', '28', 'must be 1 to 90 whole days', "write e.g. '28d' or 28"],
    ['window', 'a28d', 'must be 1 to 90 whole days', "write e.g. '28d' or 28"],
    ['window', '28days', 'must be 1 to 90 whole days', "write e.g. '28d' or 28"],
    ['window', null, 'must be 1 to 90 whole days', "write e.g. '28d' or 28"],
    ['name', 1, 'must be lower-case words with hyphens', "write e.g. 'orders-latency'"],
    ['name', 'Orders', 'must be lower-case words with hyphens', "write e.g. 'orders-latency'"],
    ['name', '1orders', 'must be lower-case words with hyphens', "write e.g. 'orders-latency'"],
    ['name', 'my orders', 'must be lower-case words with hyphens', "write e.g. 'orders-latency'"],
    ['name', 'my--orders', 'must be lower-case words with hyphens', "write e.g. 'orders-latency'"],
    ['objective', '0.99', 'must be a share above 0 and below 1', 'write e.g. 0.999'],
    ['objective', '99', 'must be a share above 0 and below 1', 'write e.g. 0.999'],
    ['objective', 0, 'must be a share above 0 and below 1', 'write e.g. 0.999'],
    ['objective', 1, 'must be a share above 0 and below 1', 'write e.g. 0.999'],
    ['objective', -0.5, 'must be a share above 0 and below 1', 'write e.g. 0.999'],
    ['objective', 100, 'must be a share above 0 and below 1', 'write e.g. 0.999'],
    ['objective', 99, 'must be a share above 0 and below 1', 'write e.g. 0.99'],
    ['objective', 99.99, 'must be a share above 0 and below 1', 'write e.g. 0.9999'],
    ['description', '', 'must be a non-empty string', 'write a sentence, or leave it out'],
    ['description', ' ', 'must be a non-empty string', 'write a sentence, or leave it out'],
    ['description', 1, 'must be a non-empty string', 'write a sentence, or leave it out'],
    ['health', 'down', "must be 'degraded'", "write 'degraded', or leave it out"],
    ['health', true, "must be 'degraded'", "write 'degraded', or leave it out"],
  ])('may not say %s: %p', (key, got, fact, fix) => {
    expect(complaintsOf({ [key]: got })).toEqual([{ at: `[0].${key}`, fact, got, fix }]);
  });

  it('is an object, in a list', () => {
    const example = "{ name: 'orders', objective: 0.999, window: '28d', indicator: 'availability' }";

    expect(objectiveList.check(good)).toEqual({
      complaints: [{ fact: 'must be a list of objectives', fix: `write e.g. [${example}]` }],
    });
    expect(objectiveList.check([good, null])).toEqual({
      complaints: [{ at: '[1]', fact: 'must be an objective', got: null, fix: `write e.g. ${example}` }],
    });
  });

  it('keeps its name for itself, and no name is no name that is taken', () => {
    const unnamed = { objective: 0.999 };
    const verdict = objectiveList.check([good, { ...good, name: 'other' }, unnamed, unnamed, good]);

    expect('complaints' in verdict && verdict.complaints.map(({ at, fact }) => `${at} ${fact}`)).toEqual([
      '[2].name must be lower-case words with hyphens',
      '[3].name must be lower-case words with hyphens',
      '[4].name is used twice',
    ]);
  });

  it('is copied down to its labels and its selector', () => {
    const labels = { region: 'eu' };
    const selector = { routes: ['/a'], methods: ['get'], handlers: ['A.b'] };
    const counters = { good: { metric: 'good_total' }, total: { metric: 'all_total', labels } };

    const objective = toObjective({ ...good, indicator: counters, selector });

    expect(objective.indicator).toStrictEqual({ type: 'ratio', ...counters });
    expect(objective.selector).toStrictEqual({ ...selector, methods: ['GET'] });
    expect(objective.indicator.type === 'ratio' && objective.indicator.total.labels).not.toBe(labels);
    expect(objective.selector.routes).not.toBe(selector.routes);
    expect(objective.selector.handlers).not.toBe(selector.handlers);
  });
});

describe('an objective in the code of an application', () => {
  it('has no problem when nothing is wrong with it', () => {
    expect(problemsOfObjective('Orders.find', good)).toEqual([]);
  });

  it('has every problem told with the place it was written', () => {
    const options = { name: 'orders', objective: 99.9, indicator: { latencyMs: 0 }, windows: 28 };

    expect(problemsOfObjective('Orders.find', options)).toEqual([
      {
        code: 'OBS_ERR_OPTION_UNKNOWN',
        fact: 'Orders.find: windows is not an option',
        got: '{ name: "orders", objective: 99.9, indicator: { latencyMs: 0 }, windows: 28 }',
        fix: 'rename it (did you mean window?)',
      },
      {
        code: 'OBS_ERR_OPTION_INVALID',
        fact: 'Orders.find: objective must be a share above 0 and below 1',
        got: '99.9',
        fix: 'write e.g. 0.999',
      },
      {
        code: 'OBS_ERR_OPTION_INVALID',
        fact: 'Orders.find: indicator.latencyMs must be a number above 0',
        got: '0',
        fix: 'write milliseconds, e.g. 300',
      },
    ]);
  });

  it('has to be an object', () => {
    expect(problemsOfObjective('Orders.find', 'orders')).toEqual([
      {
        code: 'OBS_ERR_OPTION_INVALID',
        fact: 'Orders.find: its options must be an objective',
        got: '"orders"',
        fix: "write e.g. { name: 'orders', objective: 0.999, window: '28d', indicator: 'availability' }",
      },
    ]);
  });
});
