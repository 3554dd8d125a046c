import type { Runbook } from '../runbook.js';

export const highErrorRate: Runbook = {
  meaning:
    'More requests than usual are answered with a 5xx status: users see errors that are ours, not theirs. Requests that a client has given up (499) and mistakes of clients (4xx) do not count.',
  firstLook: [
    'Ask which routes fail and since when; one route points at a feature, all of them at something that is shared.',
    'Look for a deployment at the moment the rate went up.',
    'Open a failed trace from an exemplar of the latency panel, and read the log lines that carry its `trace_id`.',
  ],
  causes: [
    'A deployment has brought a fault.',
    'A dependency (database, broker, another service) fails or times out.',
    'A resource is used up: connections of a pool, memory, file handles.',
    'Input that nobody has tested arrives in numbers.',
  ],
  queries: (queries) => {
    const { family, count, statusLabel } = queries.http;
    const route = statusLabel === 'status' ? 'route' : 'http_route';
    const failed = queries.select(count, `${statusLabel}=~"5.."`);
    return [
      {
        question: 'Which routes fail?',
        metric: family,
        expression: `topk(10, sum by (${route}) (rate(${failed}[5m])))`,
      },
      {
        question: 'With which status?',
        metric: family,
        expression: `sum by (${statusLabel}) (rate(${failed}[5m]))`,
      },
      {
        question: 'Does a dependency fail, too?',
        metric: 'transport_errors_total',
        expression: `sum by (transport, error_type) (rate(${queries.select('transport_errors_total')}[5m]))`,
      },
      {
        question: 'Does the database?',
        metric: 'db_errors_total',
        expression: `sum by (operation, error_type) (rate(${queries.select('db_errors_total')}[5m]))`,
      },
    ];
  },
  relief: [
    'Roll back when a deployment fits in time; find the fault afterwards.',
    'Switch off the feature whose route fails, where it has a switch.',
    'Where one instance alone fails, take it out of the load balancer and keep it for a look.',
    'Where a dependency fails, use its fallback or answer quickly with 503 instead of waiting.',
  ],
};
