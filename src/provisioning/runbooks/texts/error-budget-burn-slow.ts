import type { Runbook } from '../runbook.js';

export const errorBudgetBurnSlow: Runbook = {
  meaning:
    'An objective loses its error budget a little too fast, for hours or days. Nobody has to get up for it; but if nothing changes the budget is gone before its window has passed.',
  firstLook: [
    'Read the objective in the label `slo`, and the burn rate beside it.',
    'Look at the last days on its dashboard: a steady trickle, or a few bad hours?',
    'List the routes or jobs that the bad events come from.',
  ],
  causes: [
    'A fault that hits few users: one tenant, one route, one kind of input.',
    'A nightly job that slows everything down for an hour.',
    'A dependency that has become a little worse.',
    'An objective that promises more than the service can hold.',
  ],
  queries: (queries) => [
    {
      question: 'How many bad events in the last three days, by objective?',
      metric: 'slo_events_total',
      expression: `sum by (slo) (increase(${queries.select('slo_events_total', 'outcome="bad"')}[3d]))`,
    },
    {
      question: 'How much budget is left?',
      metric: 'slo_error_budget_remaining_ratio',
      expression: `min by (slo) (${queries.select('slo_error_budget_remaining_ratio')})`,
    },
  ],
  relief: [
    'Put the largest single cause at the head of the list of this week.',
    'Hold back risky releases until the rate is below 1.',
    'Move the job that disturbs to a quieter hour.',
  ],
};
