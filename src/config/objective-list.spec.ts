import { ObservabilityError } from '../kernel/index.js';
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
