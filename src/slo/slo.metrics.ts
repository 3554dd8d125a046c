/** What is measured of objectives, as data. */
import type { MetricDefinition } from '../kernel/index.js';

export const sloMetrics = {
  events: {
    name: 'slo_events_total',
    type: 'counter',
    unit: 'count',
    help: 'What an objective has judged; requests that their client gave up are not',
    labelNames: ['slo', 'outcome'],
    family: 'objectives',
  },
  objective: {
    name: 'slo_objective_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: 'The share that has to be good',
    labelNames: ['slo'],
    aggregate: 'max',
    family: 'objectives',
  },
  budgetRemaining: {
    name: 'slo_error_budget_remaining_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: "What is left of the objective's error budget, as far back as this process has run; below 0 when more was spent",
    labelNames: ['slo'],
    aggregate: 'average',
    family: 'objectives',
  },
  burnRate: {
    name: 'slo_burn_rate',
    type: 'gauge',
    unit: 'ratio',
    help: 'How fast the error budget is spent; 1 spends all of it in exactly the window of the objective',
    labelNames: ['slo', 'window'],
    aggregate: 'average',
    family: 'objectives',
  },
} as const satisfies Record<string, MetricDefinition>;
