import type { Runbook } from '../runbook.js';

export const errorBudgetBurnFast: Runbook = {
  meaning:
    'An objective loses its error budget so fast that it would be used up within days. Two windows agree: enough has gone wrong to matter, and it still goes on. Somebody has to act now.',
  firstLook: [
    'Read the objective in the label `slo`: is it about errors, or about slowness?',
    'Look at its dashboard: when did it begin, and what began at the same time?',
    'Go on as with HighErrorRate or SlowResponses, which of the two it is.',
  ],
  causes: [
    'A deployment, a switch, a change of configuration.',
    'A dependency that fails or is slow.',
    'Load that is new in amount or in kind.',
  ],
  queries: (queries) => [
    {
      question: 'How many bad events per second, by objective?',
      metric: 'slo_events_total',
      expression: `sum by (slo) (rate(${queries.select('slo_events_total', 'outcome="bad"')}[5m]))`,
    },
    {
      question: 'How much budget is left?',
      metric: 'slo_error_budget_remaining_ratio',
      expression: `min by (slo) (${queries.select('slo_error_budget_remaining_ratio')})`,
    },
  ],
  relief: [
    'Roll back what began at the same time.',
    'Shed load that matters less, to keep what was promised.',
    'Stop releases until the budget burns slowly again.',
  ],
};
