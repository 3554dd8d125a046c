import type { SloStatus } from '../../slo/index.js';
import { objectiveRows, objectiveRuleResource } from './objectives.js';

const status: SloStatus = {
  objective: {
    name: 'orders',
    description: undefined,
    objective: 0.999,
    windowDays: 28,
    indicator: { type: 'latency', thresholdMs: 300 },
    selector: {},
  },
  good: 990,
  bad: 10,
  indicator: 0.99,
  latency: { p50Ms: 10, p95Ms: 20, p99Ms: 30 },
  budgetRemaining: -9,
  burnRates: { '5m': 7, '30m': 7, '1h': 20, '2h': 2, '6h': 7, '1d': 7, '3d': 0 },
  isBurning: true,
  exhaustedInMs: undefined,
};
const routes = [
  { method: 'GET', template: '/orders/:id', good: 90, bad: 9 },
  { method: 'POST', template: '/orders', good: 900, bad: 1 },
];
const slo = { all: () => [status], routes: () => routes };

describe('objectives on the page', () => {
  it('say what is left, what burns it, and which alert would fire: both of its windows over its threshold', () => {
    const [row] = objectiveRows(slo);

    expect(row).toEqual({
      name: 'orders',
      description: null,
      indicator: 'latency',
      thresholdMs: 300,
      objective: 0.999,
      window: '28d',
      good: 990,
      bad: 10,
      current: 0.99,
      budgetRemaining: -9,
      burnRates: Object.entries(status.burnRates).map(([window, rate]) => ({ window, rate })),
      alerts: [
        { severity: 'critical', threshold: 14.4, longWindow: '1h', shortWindow: '5m', isFiring: false },
        { severity: 'critical', threshold: 6, longWindow: '6h', shortWindow: '30m', isFiring: true },
        { severity: 'warning', threshold: 3, longWindow: '1d', shortWindow: '2h', isFiring: false },
        { severity: 'warning', threshold: 1, longWindow: '3d', shortWindow: '6h', isFiring: false },
      ],
      exhaustedInMs: null,
      p95Ms: 20,
      routes: [
        { name: 'GET /orders/:id', good: 90, bad: 9 },
        { name: 'POST /orders', good: 900, bad: 1 },
      ],
    });
  });

  it('give the rule of one by its name, and 404 for what is none', () => {
    const rule = objectiveRuleResource(slo, ({ name }) => `groups: # ${name}`);

    expect(rule.read!(new URLSearchParams('name=orders'))).toEqual({ yaml: 'groups: # orders' });
    expect(() => rule.read!(new URLSearchParams('name=none'))).toThrow('There is no such objective');
  });
});
