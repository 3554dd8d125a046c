import { indicatorComplaints, selectorComplaints } from './indicator.js';

const INDICATOR_FIX =
  "write 'availability', { latencyMs: 300 } or { good: 'orders_shipped_total', total: 'orders_total' }";
const COUNTER_FIX = "write e.g. 'orders_total' or { metric: 'orders_total', labels: { region: 'eu' } }";

describe('what an objective measures', () => {
  it.each([
    [undefined],
    ['availability'],
    [{ latencyMs: 0.1 }],
    [{ good: 'shipped_total', total: ':orders_1' }],
    [{ total: '_a', good: { metric: 'A' } }],
    [{ good: { metric: 'a', labels: {} }, total: { metric: 'a', labels: { region: 'eu', kind: '' } } }],
  ])('may be %j', (indicator) => {
    expect(indicatorComplaints(indicator)).toEqual([]);
  });

  it.each([
    ['latency'],
    [300],
    [null],
    [[]],
    [{}],
    [{ good: 'a' }],
    [{ total: 'a' }],
    [{ latencyMs: 300, total: 'a' }],
    [{ good: 'a', total: 'b', bad: 'c' }],
  ])('is not %j', (got) => {
    expect(indicatorComplaints(got)).toEqual([{ fact: 'must be an indicator', got, fix: INDICATOR_FIX }]);
  });

  it.each([0, -1, Infinity, Number.NaN, '300', undefined])('is no latency of %p', (got) => {
    expect(indicatorComplaints({ latencyMs: got })).toEqual([
      { at: '.latencyMs', fact: 'must be a number above 0', got, fix: 'write milliseconds, e.g. 300' },
    ]);
  });

  it.each([
    [''],
    ['1a'],
    ['a b'],
    [' a'],
    ['a-b'],
    [1],
    [undefined],
    [['a']],
    [{}],
    [{ metric: 1 }],
    [{ metric: 'a b' }],
    [{ metric: 'a', labels: null }],
    [{ metric: 'a', labels: [] }],
    [{ metric: 'a', labels: 'region' }],
    [{ metric: 'a', labels: { region: 1 } }],
    [{ metric: 'a', labels: { kind: 'x', region: 1 } }],
    [{ metric: 'a', label: {} }],
  ])('is no ratio of %j', (got) => {
    expect(indicatorComplaints({ good: got, total: 'a' })).toEqual([
      { at: '.good', fact: 'must name a counter', got, fix: COUNTER_FIX },
    ]);
    expect(indicatorComplaints({ good: 'a', total: got })).toEqual([
      { at: '.total', fact: 'must name a counter', got, fix: COUNTER_FIX },
    ]);
  });
});

describe('what an objective selects', () => {
  it.each([
    [undefined],
    [{}],
    [{ routes: undefined }],
    [{ routes: ['/', '/orders/:id'], methods: ['get', 'M_SEARCH'], handlers: ['Orders.find', 'a.b'] }],
  ])('may be %j', (selector) => {
    expect(selectorComplaints(selector, 'availability')).toEqual([]);
    expect(selectorComplaints(selector, { latencyMs: 300 })).toEqual([]);
  });

  it.each([['/orders'], [['/orders']], [null]])('is not %j', (got) => {
    expect(selectorComplaints(got, 'availability')).toEqual([
      { fact: 'must be a selector', got, fix: "write e.g. { routes: ['/orders/:id'] }" },
    ]);
  });

  it('is nothing beside a ratio of counters', () => {
    const got = { routes: ['/orders'] };

    expect(selectorComplaints(got, { good: 'a', total: 'b' })).toEqual([
      {
        fact: 'selects requests, which a ratio of counters does not count',
        got,
        fix: 'remove it, and give good and total labels instead',
      },
    ]);
    expect(selectorComplaints(undefined, { good: 'a', total: 'b' })).toEqual([]);
  });

  it.each([
    ['routes', "['/orders/:id']", 'orders'],
    ['routes', "['/orders/:id']", ''],
    ['methods', "['GET']", 'G-T'],
    ['methods', "['GET']", 'GET '],
    ['methods', "['GET']", ' GET'],
    ['methods', "['GET']", ''],
    ['handlers', "['OrdersController.find']", 'find'],
    ['handlers', "['OrdersController.find']", '.find'],
    ['handlers', "['OrdersController.find']", 'Orders.'],
    ['handlers', "['OrdersController.find']", 'a.b.c'],
    ['handlers', "['OrdersController.find']", 'Orders.f d'],
    ['handlers', "['OrdersController.find']", 'My Orders.find'],
  ])('is of %s such as %s, not %j', (name, example, part) => {
    const complaint = { at: `.${name}`, fact: `must be a list such as ${example}`, fix: `write e.g. ${example}` };

    for (const got of [[part], part, [], [1], null])
      expect(selectorComplaints({ [name]: got }, 'availability')).toEqual([{ ...complaint, got }]);
  });

  it('is refused when one of many parts is wrong', () => {
    expect(selectorComplaints({ routes: ['/a', 'b'], methods: ['GET'] }, undefined)).toEqual([
      {
        at: '.routes',
        fact: "must be a list such as ['/orders/:id']",
        got: ['/a', 'b'],
        fix: "write e.g. ['/orders/:id']",
      },
    ]);
  });

  it('is of nothing else', () => {
    expect(selectorComplaints({ route: ['/a'], statuses: undefined }, 'availability')).toEqual(
      ['.route', '.statuses'].map((at) => ({
        at,
        fact: 'is not an option',
        fix: 'use routes, methods, handlers',
        code: 'OBS_ERR_OPTION_UNKNOWN',
      })),
    );
  });
});
