import type { Runbook } from '../runbook.js';
import { eventLoop, newVersions, slowRoutes } from '../usual-queries.js';

export const slowResponses: Runbook = {
  meaning:
    'The slowest twentieth of the requests takes longer than agreed. Users wait, clients begin to give up and to try again, which adds load. A value that stands still at the largest bucket of the histogram means: that, or longer.',
  firstLook: [
    'Ask which routes are slow: one route, or all of them.',
    'Compare with traffic: slow under load is a lack of capacity, slow without load is a dependency or a query.',
    'Open a slow trace from a dot over the latency panel: the longest span under the request is where the time goes.',
  ],
  causes: [
    'A query without an index, or one that runs once per row.',
    'A dependency has become slow.',
    'The event loop is blocked by work that belongs into a worker.',
    'Requests wait for a connection of a pool.',
  ],
  queries: (queries) => [
    slowRoutes(queries),
    {
      question: 'How much traffic is there, and how much was there yesterday?',
      metric: queries.http.family,
      expression: [
        `label_replace(sum(rate(${queries.select(queries.http.count)}[5m])), "day", "today", "", "")`,
        `  or label_replace(sum(rate(${queries.select(queries.http.count)}[5m] offset 1d)), "day", "yesterday", "", "")`,
      ].join('\n'),
    },
    newVersions(queries),
    {
      question: 'What do we wait for (95th percentile until the first byte)?',
      metric: 'transport_first_byte_seconds',
      expression: `histogram_quantile(0.95, sum by (le, transport) (rate(${queries.select('transport_first_byte_seconds_bucket')}[5m])))`,
    },
    {
      question: 'How slow is the database (95th percentile)?',
      metric: 'db_query_duration_seconds',
      expression: `histogram_quantile(0.95, sum by (le, operation) (rate(${queries.select('db_query_duration_seconds_bucket')}[5m])))`,
    },
    {
      question: 'Who waits for a connection?',
      metric: 'pool_pending',
      expression: `sum by (instance, pool) (${queries.select('pool_pending')})`,
    },
    eventLoop(queries),
  ],
  relief: [
    'The slowness follows the traffic: add instances with `kubectl scale deployment/{name} --replicas=N`, unless they wait for a database that is full already.',
    'A deployment fits in time: roll back with `kubectl rollout undo deployment/{name}`.',
    'A dependency is slow: shorten the time that requests wait for it, so that they fail fast and the rest keeps moving.',
    'Stop what competes for the same resource: a report, a migration, a batch job.',
  ],
};
