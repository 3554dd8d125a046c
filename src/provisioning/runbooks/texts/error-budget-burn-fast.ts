import type { Runbook } from '../runbook.js';
import { failingDependencies, failingRoutes, newVersions, slowRoutes } from '../usual-queries.js';

export const errorBudgetBurnFast: Runbook = {
  meaning:
    'An objective loses its error budget so fast that it would be used up within days. Two windows agree: enough has gone wrong to matter, and it still goes on. Somebody has to act now.',
  firstLook: [
    "Read the objective in the label `slo`, and what it is about on its dashboard: errors, slowness, or counters of the application's own.",
    'See when it began, and what began at the same time.',
    'Ask which routes fail, for an objective about errors, or are slow, for one about latency.',
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
    failingRoutes(queries),
    slowRoutes(queries),
    newVersions(queries),
    ...failingDependencies(queries),
  ],
  relief: [
    'Undo what began at the same time: `kubectl rollout undo deployment/{name}` for a release, the switch or the setting otherwise.',
    'Load is new: add instances with `kubectl scale deployment/{name} --replicas=N`, and reject what matters least at the load balancer.',
    'A dependency fails or is slow: switch to its fallback, and shorten the time that requests wait for it.',
    'Stop releases until the budget burns slowly again.',
  ],
};
