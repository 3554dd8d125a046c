/** Questions that several runbooks ask. */
import type { Queries } from '../prometheus/queries.js';
import type { RunbookQuery } from './runbook.js';

export function failingRoutes(queries: Queries, period = '5m'): RunbookQuery {
  const { family, routeLabel } = queries.http;
  return {
    question: 'Which routes fail, in answers with 5xx per second?',
    metric: family,
    expression: `topk(10, sum by (${routeLabel}) (rate(${failed(queries)}[${period}])))`,
  };
}

export function failingInstances(queries: Queries): RunbookQuery {
  return {
    question: 'On which instances?',
    metric: queries.http.family,
    expression: `sum by (instance) (rate(${failed(queries)}[5m]))`,
  };
}

export function slowRoutes(queries: Queries, period = '5m'): RunbookQuery {
  const { duration, routeLabel } = queries.http;
  const buckets = queries.select(`${duration}_bucket`);
  return {
    question: 'Which routes are slow (95th percentile)?',
    metric: duration,
    expression: `topk(10, histogram_quantile(0.95, sum by (le, ${routeLabel}) (rate(${buckets}[${period}]))))`,
  };
}

/** A query that gives nothing says that there was none. */
export function newVersions(queries: Queries): RunbookQuery {
  const versions = `count by (version) (${queries.select('app_info')}`;
  return {
    question: 'Which versions were not there an hour ago?',
    metric: 'app_info',
    expression: `${versions})\n  unless ${versions} offset 1h)`,
  };
}

/** Whoever counts crashes dies with them: the time of the start tells of those that nobody could scrape. */
export function restarts(queries: Queries): RunbookQuery {
  return {
    question: 'Which instances have started in the last hour, and how many minutes ago?',
    // prom-client's metrics are there where this one is.
    metric: 'nodejs_eventloop_delay_seconds',
    expression: `(time() - ${queries.selectDefault('process_start_time_seconds')}) / 60 < 60`,
  };
}

export function eventLoop(queries: Queries): RunbookQuery {
  return {
    question: 'How late is the event loop (99th percentile, in seconds)?',
    metric: 'nodejs_eventloop_delay_seconds',
    expression: queries.select('nodejs_eventloop_delay_seconds', 'quantile="0.99"'),
  };
}

export function failingDependencies(queries: Queries): RunbookQuery[] {
  return [
    {
      question: 'Does something that we call fail?',
      metric: 'transport_errors_total',
      expression: `sum by (transport, error_type) (rate(${queries.select('transport_errors_total')}[5m]))`,
    },
    {
      question: 'Does the database?',
      metric: 'db_errors_total',
      expression: `sum by (operation, error_type) (rate(${queries.select('db_errors_total')}[5m]))`,
    },
  ];
}

function failed(queries: Queries): string {
  const { count, statusLabel } = queries.http;
  return queries.select(count, `${statusLabel}=~"5.."`);
}
