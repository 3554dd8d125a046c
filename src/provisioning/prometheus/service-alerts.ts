/** Alerts on the service itself: readiness, its process, what it holds, what it owes, and the telemetry it has to drop. */
import { counter, gauge, percentage, type AlertTable } from './alert-table.js';

export const serviceAlerts: AlertTable = {
  ApplicationNotReady: (_rule, queries) => ({
    metrics: ['app_ready'],
    // Where nothing is scraped there is no sample, and nothing is ready either.
    expression: `(max(${queries.select('app_ready')}) or vector(0)) == 0`,
    summary: 'No instance is ready',
    description: 'No instance answers its readiness probe with success, or none is scraped.',
    dashboard: 'health',
    lookbackMinutes: 0,
    story: { series: [gauge(queries.series('app_ready'), 1, 0)], crossingMinutes: 1, labels: {}, shown: '' },
  }),
  InstanceNotReady: (_rule, queries) => ({
    metrics: ['app_ready'],
    expression: `${queries.select('app_ready')} == 0`,
    summary: 'Instance {{ $labels.instance }} is not ready',
    description: 'The readiness probe of {{ $labels.instance }} fails: it should get no traffic.',
    dashboard: 'health',
    lookbackMinutes: 0,
    story: {
      series: [gauge(queries.series('app_ready', 'instance="a:3000"'), 1, 0)],
      crossingMinutes: 1,
      labels: { instance: 'a:3000' },
      shown: '',
    },
  }),
  HealthCheckFailing: (_rule, queries) => ({
    metrics: ['health_check_up'],
    expression: `min by (check) (${queries.select('health_check_up')}) == 0`,
    summary: 'Health check {{ $labels.check }} fails',
    description: 'The last runs of the health check {{ $labels.check }} went wrong on one instance at least.',
    dashboard: 'health',
    lookbackMinutes: 0,
    story: {
      series: [gauge(queries.series('health_check_up', 'check="database"'), 1, 0)],
      crossingMinutes: 1,
      labels: { check: 'database' },
      shown: '',
    },
  }),
  EventLoopDelay: ({ threshold }, queries) => ({
    metrics: ['nodejs_eventloop_delay_seconds'],
    expression: `${queries.select('nodejs_eventloop_delay_seconds', 'quantile="0.99"')} > ${threshold}`,
    summary: 'The event loop of {{ $labels.instance }} is late',
    description: 'One timer in a hundred ran {{ printf "%.2f" $value }} s late: something blocks the thread.',
    dashboard: 'runtime',
    lookbackMinutes: 0,
    story: {
      series: [
        gauge(
          queries.series('nodejs_eventloop_delay_seconds', 'quantile="0.99"', 'instance="a:3000"'),
          threshold / 2,
          threshold * 4,
        ),
      ],
      crossingMinutes: 1,
      labels: { quantile: '0.99', instance: 'a:3000' },
      shown: (threshold * 4).toFixed(2),
    },
  }),
  PoolSaturated: ({ threshold }, queries) => ({
    metrics: ['pool_connections_in_use', 'pool_size'],
    expression: [
      `sum by (instance, pool) (${queries.select('pool_connections_in_use')})`,
      `  / sum by (instance, pool) (${queries.select('pool_size')})`,
      `  > ${threshold}`,
    ].join('\n'),
    summary: 'Connection pool {{ $labels.pool }} of {{ $labels.instance }} is nearly used up',
    description: '{{ $value | humanizePercentage }} of the connections are in use: whoever asks next has to wait.',
    dashboard: 'connection-pools',
    lookbackMinutes: 0,
    story: {
      series: [
        gauge(
          queries.series('pool_connections_in_use', 'pool="orders"', 'instance="a:3000"'),
          50 * threshold,
          50 * (1 + threshold),
        ),
        gauge(queries.series('pool_size', 'pool="orders"', 'instance="a:3000"'), 100, 100),
      ],
      crossingMinutes: 1,
      labels: { pool: 'orders', instance: 'a:3000' },
      shown: percentage((1 + threshold) / 2),
    },
  }),
  QueueBacklog: ({ threshold }, queries) => ({
    metrics: ['queue_depth'],
    // Every process that knows the queue reports the same depth.
    expression: `max by (queue) (${queries.select('queue_depth')}) > ${threshold}`,
    summary: 'Queue {{ $labels.queue }} grows faster than it is worked off',
    description: '{{ printf "%.0f" $value }} jobs of {{ $labels.queue }} could be taken and wait.',
    dashboard: 'events-and-queues',
    lookbackMinutes: 0,
    story: {
      series: [gauge(queries.series('queue_depth', 'queue="mail"'), threshold / 2, threshold * 2 + 1)],
      crossingMinutes: 1,
      labels: { queue: 'mail' },
      shown: (threshold * 2 + 1).toFixed(0),
    },
  }),
  ScheduleOverdue: ({ threshold: hours }, queries) => ({
    metrics: ['schedule_last_success_timestamp_seconds'],
    // A label `job` of ours meets that of the scrape: Prometheus renames ours unless `honor_labels` is set. A process that was
    // started since knows of no success: that of its predecessor counts.
    expression: [
      'time()',
      `  - max by (job, exported_job) (max_over_time(${queries.select('schedule_last_success_timestamp_seconds')}[${twice(hours)}]))`,
      `  > ${hours * 3600}`,
    ].join('\n'),
    summary: 'Job {{ or $labels.exported_job $labels.job }} has not ended well for too long',
    description: `The last run of {{ or $labels.exported_job $labels.job }} that ended well is more than ${hours} hours ago.`,
    dashboard: 'schedules',
    lookbackMinutes: 0,
    story: {
      series: [
        {
          kind: 'clock',
          selector: queries.series('schedule_last_success_timestamp_seconds', 'job="desk"', 'exported_job="cleanup"'),
        },
      ],
      // The age begins at the last success, a minute before the first sample that misses one.
      crossingMinutes: Math.floor(hours * 60) + 1,
      labels: { job: 'desk', exported_job: 'cleanup' },
      shown: '',
    },
  }),
  TelemetryDropped: ({ threshold }, queries) => ({
    metrics: ['observability_dropped_total'],
    expression: `sum by (signal, reason) (increase(${queries.select('observability_dropped_total')}[10m])) > ${threshold}`,
    summary: 'Telemetry is dropped: {{ $labels.signal }}, {{ $labels.reason }}',
    description:
      '{{ printf "%.0f" $value }} pieces of {{ $labels.signal }} were given up in the last ten minutes: {{ $labels.reason }}.',
    dashboard: 'ourselves',
    lookbackMinutes: 10,
    story: {
      series: [
        counter(
          queries.series('observability_dropped_total', 'signal="traces"', 'reason="queue_full"'),
          0,
          threshold * 2 + 60,
        ),
      ],
      crossingMinutes: 1,
      labels: { signal: 'traces', reason: 'queue_full' },
      shown: (threshold * 20 + 600).toFixed(0),
    },
  }),
};

/** As a range of PromQL's, which knows no fractions and no 0. */
function twice(hours: number): string {
  return `${Math.max(5, Math.ceil(hours * 120))}m`;
}
