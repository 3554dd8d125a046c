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
      question: 'Since when, and on which instances (draw it)?',
      metric: 'pool_connections_in_use',
      expression: `sum by (instance, pool) (${queries.select('pool_connections_in_use')})`,
    },
    {
      question: 'How long does one wait (95th percentile)?',
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
    'Something holds connections for long: end it. PostgreSQL names it with `SELECT pid, now() - xact_start AS age, state, query FROM pg_stat_activity ORDER BY age DESC NULLS LAST LIMIT 10`, and ends it with `SELECT pg_terminate_backend(PID)`.',
    'One instance leaks: replace it with `kubectl delete pod POD`; the others take over.',
    'The server has room: raise the size of the pool, as far as it allows for all instances together (in PostgreSQL `SHOW max_connections`).',
    'Load is too high: reject early what would wait anyway. More instances make it worse: each brings a pool.',
  ],
};
