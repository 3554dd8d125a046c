import type { Runbook } from '../runbook.js';
import { failingRoutes, slowRoutes } from '../usual-queries.js';

export const errorBudgetBurnSlow: Runbook = {
  meaning:
    'An objective loses its error budget too fast, for hours or days. Nobody has to get up for it; but if nothing changes the budget is gone before its window has passed.',
  firstLook: [
    'Read the objective in the label `slo`, and the burn rate beside it.',
    'Look at the last days on its dashboard: a steady trickle, or a few bad hours?',
    'List the routes that the bad events come from.',
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
      question: 'In which hours (draw it over three days)?',
      metric: 'slo_events_total',
      expression: `sum by (slo) (increase(${queries.select('slo_events_total', 'outcome="bad"')}[1h]))`,
    },
    failingRoutes(queries, '1d'),
    slowRoutes(queries, '1d'),
  ],
  relief: [
    'Mend the route with the most bad events first, this week.',
    'Hold back risky releases until the burn rate over a day is below 1.',
    'Move the job that disturbs to a quieter hour.',
    'Nothing can be done, and users do not mind: promise less, and say so to whoever relies on it.',
  ],
};
