import type { Runbook } from '../runbook.js';

export const slowResponses: Runbook = {
  meaning:
    'The slowest twentieth of the requests takes longer than agreed. Users wait, clients begin to give up and to try again, which adds load.',
  firstLook: [
    'Ask which routes are slow: one route, or all of them.',
    'Open a slow trace from an exemplar: the longest span under the request is where the time goes.',
    'Compare with traffic: slow under load is a lack of capacity, slow without load is a dependency or a query.',
  ],
  causes: [
    'A query without an index, or one that runs once per row.',
    'A dependency has become slow.',
    'The event loop is blocked by work that belongs into a worker.',
    'Requests wait for a connection of a pool.',
  ],
  queries: (queries) => {
    const { family, duration, statusLabel } = queries.http;
    const route = statusLabel === 'status' ? 'route' : 'http_route';
    return [
      {
        question: 'Which routes are slow (95th percentile)?',
        metric: duration,
        expression: `topk(10, histogram_quantile(0.95, sum by (le, ${route}) (rate(${queries.select(`${duration}_bucket`)}[5m]))))`,
      },
      {
        question: 'How much traffic is there?',
        metric: family,
        expression: `sum(rate(${queries.select(queries.http.count)}[5m]))`,
      },
      {
        question: 'How slow is the database?',
        metric: 'db_query_duration_seconds',
        expression: `histogram_quantile(0.95, sum by (le, operation) (rate(${queries.select('db_query_duration_seconds_bucket')}[5m])))`,
      },
      {
        question: 'Who waits for a connection?',
        metric: 'pool_pending',
        expression: `sum by (pool) (${queries.select('pool_pending')})`,
      },
    ];
  },
  relief: [
    'Add instances where the slowness follows the traffic.',
    'Roll back when a deployment fits in time.',
    'Shorten time limits of the slow dependency, so that requests fail fast and the rest keeps moving.',
    'Stop what competes for the same resource: a report, a migration, a batch job.',
  ],
};
