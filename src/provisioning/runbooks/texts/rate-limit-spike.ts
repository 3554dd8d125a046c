import type { Runbook } from '../runbook.js';

export const rateLimitSpike: Runbook = {
  meaning:
    'Rate limits reject many calls. The limits do what they are for; the question is whether those who are rejected deserve it.',
  firstLook: [
    'Ask which limit rejects, and for which handler.',
    'Find out who calls: one client, or many?',
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
  ],
  relief: [
    'Block the one address or key that floods, before the application.',
    'Raise the limit where honest users are hit.',
    'Send `Retry-After`, and ask the owner of the client to keep to it.',
  ],
};
