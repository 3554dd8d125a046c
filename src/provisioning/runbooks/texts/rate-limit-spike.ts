import type { Queries } from '../../prometheus/queries.js';
import type { Runbook, RunbookQuery } from '../runbook.js';

export const rateLimitSpike: Runbook = {
  meaning:
    'Rate limits reject many calls. The limits do what they are for; the question is whether those who are rejected deserve it.',
  firstLook: [
    'Ask which limit rejects, and for which handler.',
    'Find out who calls: one client, or many? Metrics do not know; the log of the load balancer, or of the service, does.',
    'Look for a client that tries again at once when it is rejected.',
  ],
  causes: [
    'A client has a loop, or retries without a pause.',
    'Somebody guesses passwords or scrapes.',
    'A release of ours calls more often than before.',
    'The limit is too low for honest use.',
  ],
  queries: (queries) => [
    {
      question: 'What is rejected?',
      metric: 'rate_limit_hits_total',
      expression: `sum by (scope, resource) (rate(${queries.select('rate_limit_hits_total')}[5m]))`,
    },
    {
      question: 'Which share of the calls?',
      metric: 'rate_limit_checks_total',
      expression: `sum by (resource) (rate(${queries.select('rate_limit_hits_total')}[5m])) / sum by (resource) (rate(${queries.select('rate_limit_checks_total')}[5m]))`,
    },
    rejectedRoutes(queries),
  ],
  relief: [
    'One client floods: block its address or key at the load balancer, before it reaches the application.',
    'It is a release of ours: roll that back (`kubectl rollout undo deployment/{name}` where it is this service).',
    'Honest users are hit: raise the limit.',
    'Clients retry at once: send `Retry-After`, and ask their owners to keep to it.',
  ],
};

function rejectedRoutes(queries: Queries): RunbookQuery {
  const { family, count, routeLabel, statusLabel } = queries.http;
  const rejected = queries.select(count, `${statusLabel}="429"`);
  return {
    question: 'On which routes?',
    metric: family,
    expression: `topk(10, sum by (${routeLabel}) (rate(${rejected}[5m])))`,
  };
}
