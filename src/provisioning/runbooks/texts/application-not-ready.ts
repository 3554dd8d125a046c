import type { Runbook } from '../runbook.js';

export const applicationNotReady: Runbook = {
  meaning:
    'No instance would get traffic: either all readiness probes fail, or Prometheus sees no instance at all. For users the service is down.',
  firstLook: [
    'Ask the orchestrator: are there processes, do they restart?',
    'Open `/health/ready` of one instance: it names the check that fails.',
    'Look at the targets page of Prometheus: is the service down, or only the scrape?',
  ],
  causes: [
    'A dependency that all instances need is down.',
    'A release does not start: configuration, migration, port.',
    'All instances are draining at once: a rollout without overlap.',
    'Scrapes cannot reach the service: network policy, address, token.',
  ],
  queries: (queries) => [
    {
      question: 'Which check fails?',
      metric: 'health_check_up',
      expression: `min by (check) (${queries.select('health_check_up')}) == 0`,
    },
    {
      question: 'Do processes crash?',
      metric: 'process_crashes_total',
      expression: `sum by (kind) (increase(${queries.select('process_crashes_total')}[15m]))`,
    },
  ],
  relief: [
    'Roll back the release that does not start.',
    'Bring the dependency back, or take its check out of readiness where the service can do without it.',
    'Show a page that says so, while nothing answers.',
  ],
};
