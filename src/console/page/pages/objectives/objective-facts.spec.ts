import type { ObjectiveRow } from '../../../shapes/index.js';
import { burningRoutes, promiseOf, queryOf, standingOf, worstFirst } from './objective-facts.js';

const calm: ObjectiveRow = {
  name: 'orders',
  description: null,
  indicator: 'availability',
  thresholdMs: null,
  objective: 0.999,
  window: '28d',
  good: 100,
  bad: 0,
  current: 1,
  budgetRemaining: 1,
  burnRates: [],
  alerts: [],
  exhaustedInMs: null,
  p95Ms: null,
  routes: [],
};
const alert = (severity: string) => ({ severity, longWindow: '1h', shortWindow: '5m', threshold: 1, isFiring: true });
const paging = { ...calm, name: 'paging', bad: 1, alerts: [alert('warning'), alert('critical')] };
const spent = { ...calm, name: 'spent', bad: 1, budgetRemaining: -2 };
const ticket = { ...calm, name: 'ticket', bad: 1, budgetRemaining: 0.5, alerts: [alert('warning')] };
const silent = { ...calm, name: 'silent', good: 0 };

describe('how an objective stands', () => {
  it.each([
    [calm, 'ok', 'within budget'],
    [paging, 'error', 'would page'],
    [spent, 'error', 'budget spent'],
    [ticket, 'warn', 'would open a ticket'],
    [silent, 'neutral', 'no events yet'],
    [{ ...paging, good: 3 }, 'warn', 'too few events to tell'],
  ])('%#: %s', (row, tone, words) => {
    expect(standingOf(row)).toEqual({ tone, words });
  });

  it('puts those first that need somebody', () => {
    const names = worstFirst([calm, ticket, paging, silent, spent]).map(({ name }) => name);

    expect(names).toEqual(['spent', 'paging', 'ticket', 'orders', 'silent']);
  });

  it.each([
    [calm, '99.9\u00a0% of requests succeed, over 28\u00a0days'],
    [{ ...calm, indicator: 'latency', thresholdMs: 300 } as const, 'succeed within 300\u00a0ms'],
    [{ ...calm, indicator: 'ratio' } as const, 'of events are good'],
  ])('%#: says what is promised', (row, words) => {
    expect(promiseOf(row)).toContain(words);
  });

  it('tells which routes burn how much, leaving out those that burn nothing', () => {
    const routes = [
      { name: 'GET /orders/:id', good: 5, bad: 3 },
      { name: 'POST /orders', good: 5, bad: 1 },
      { name: 'GET /health', good: 90, bad: 0 },
    ];

    expect(burningRoutes({ ...calm, bad: 4, routes })).toEqual([
      { name: 'GET /orders/:id', bad: 3, share: 0.75 },
      { name: 'POST /orders', bad: 1, share: 0.25 },
    ]);
  });

  it('asks for the traces of a route in their own grammar', () => {
    expect(queryOf('GET /orders/:id')).toBe('route:"/orders/:id" method:GET');
  });
});
