import type { Runbook } from '../runbook.js';

export const poolSaturated: Runbook = {
  meaning:
    'Nearly all connections of a pool are in use. Whoever asks next waits, requests become slow, and then fail with a time-out of the pool.',
  firstLook: [
    'Ask whether anybody waits for a connection already.',
    'Compare instances: one that leaks, or all under load?',
    'Look at the time of queries: slow ones hold their connection longer.',
  ],
  causes: [
    'Slow queries, or transactions that wait for one another.',
    'A connection that is taken and never given back.',
    'A transaction stays open while another service is called.',
    'The pool is too small for the traffic.',
  ],
  queries: (queries) => [
    {
      question: 'Who waits?',
      metric: 'pool_pending',
      expression: `sum by (instance, pool) (${queries.select('pool_pending')})`,
    },
    {
      question: 'How long (95th percentile)?',
      metric: 'pool_wait_duration_seconds',
      expression: `histogram_quantile(0.95, sum by (le, pool) (rate(${queries.select('pool_wait_duration_seconds_bucket')}[5m])))`,
    },
    {
      question: 'How slow are queries (95th percentile)?',
      metric: 'db_query_duration_seconds',
      expression: `histogram_quantile(0.95, sum by (le, operation) (rate(${queries.select('db_query_duration_seconds_bucket')}[5m])))`,
    },
  ],
  relief: [
    'End what holds connections for long: a report, a transaction without an end.',
    'Restart an instance that leaks; the others take over.',
    'Raise the size of the pool as far as the server allows for all instances together.',
    'Shed load: reject early what would wait anyway.',
  ],
};
