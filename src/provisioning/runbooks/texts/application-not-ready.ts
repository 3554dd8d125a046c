import type { Runbook } from '../runbook.js';
import { newVersions, restarts } from '../usual-queries.js';

export const applicationNotReady: Runbook = {
  meaning:
    'No instance would get traffic: either all readiness probes fail, or Prometheus sees no instance at all. For users the service is down.',
  firstLook: [
    'Ask whether users are served: call the service from outside. If they are, it is the scrape: go to the targets page of Prometheus.',
    'See whether there are processes: `kubectl get pods -l app.kubernetes.io/name={name}`. Do they restart, or wait?',
    'They run: open `/health/ready` of one of them with `kubectl port-forward POD 8080:http`; it names the check that fails.',
    'They restart: read the last words of one with `kubectl logs POD --previous`.',
  ],
  causes: [
    'A dependency that all instances need is down.',
    'A release does not start: configuration, migration, port.',
    'All instances are draining at once: a rollout without overlap.',
    'Scrapes do not reach the service (network policy, address, token), or give it another name in their label `service`.',
  ],
  queries: (queries) => [
    {
      question: 'Which targets does Prometheus not reach, of whichever service?',
      metric: 'app_ready',
      expression: 'up == 0',
    },
    {
      question: 'Under which names are applications scraped?',
      metric: 'app_info',
      expression: `count by (service, job, name) (${queries.prefix}app_info)`,
    },
    {
      question: 'Which check fails?',
      metric: 'health_check_up',
      expression: `min by (check) (${queries.select('health_check_up')}) == 0`,
    },
    newVersions(queries),
    restarts(queries),
  ],
  relief: [
    'A release does not start: roll back with `kubectl rollout undo deployment/{name}`.',
    'A dependency is down: bring it back by its own runbook; or let its check degrade instead of fail where the service can do without it.',
    'There are too few processes: `kubectl describe deployment/{name}` tells why none is started (quota, image, node).',
    'It lasts: show a page that says so, at the load balancer.',
  ],
};
