/** The classic alerts: what users of a service notice first. Names and default thresholds are part of the library's contract. */
import { counter, gauge, percentage, type AlertTable } from './alert-table.js';

export const trafficAlerts: AlertTable = {
  HighErrorRate: ({ threshold }, queries) => {
    const { family, count, statusLabel } = queries.http;
    const faulty = (1 + threshold) / 2;
    return {
      metrics: [family],
      expression: [
        `sum(rate(${queries.select(count, `${statusLabel}=~"5.."`)}[5m]))`,
        `  / sum(rate(${queries.select(count)}[5m]))`,
        `  > ${threshold}`,
      ].join('\n'),
      summary: 'Too many requests fail with a server error',
      description: '{{ $value | humanizePercentage }} of the requests were answered with 5xx in the last five minutes.',
      dashboard: 'http-server',
      lookbackMinutes: 5,
      story: {
        series: [
          counter(queries.series(count, `${statusLabel}="200"`), 600 * (1 - threshold / 2), 600 * (1 - faulty)),
          counter(queries.series(count, `${statusLabel}="500"`), (600 * threshold) / 2, 600 * faulty),
        ],
        crossingMinutes: Math.floor(5 * threshold) + 1,
        labels: {},
        shown: percentage(faulty),
      },
    };
  },
  SlowResponses: ({ threshold }, queries) => {
    const { duration } = queries.http;
    const bucket = (le: number | '+Inf') => queries.series(`${duration}_bucket`, `le="${le}"`);
    return {
      metrics: [duration],
      expression: [
        'histogram_quantile(0.95,',
        `  sum by (le) (rate(${queries.select(`${duration}_bucket`)}[5m]))`,
        `) > ${threshold}`,
      ].join('\n'),
      summary: 'Responses are slow',
      description: 'One request in twenty took longer than {{ printf "%.2f" $value }} s in the last five minutes.',
      dashboard: 'http-server',
      lookbackMinutes: 5,
      story: {
        series: [
          counter(bucket(threshold), 600, 0),
          counter(bucket(threshold * 2), 600, 600),
          counter(bucket('+Inf'), 600, 600),
        ],
        crossingMinutes: 1,
        labels: {},
        shown: (threshold * 1.95).toFixed(2),
      },
    };
  },
  AIProviderErrors: ({ threshold }, queries) => ({
    metrics: ['ai_errors_total'],
    expression: `sum by (provider) (rate(${queries.select('ai_errors_total')}[5m])) > ${threshold}`,
    summary: 'Calls of the AI provider {{ $labels.provider }} fail',
    description:
      '{{ printf "%.2f" $value }} calls of {{ $labels.provider }} failed per second in the last five minutes.',
    dashboard: 'ai',
    lookbackMinutes: 5,
    story: {
      // Far above, so that the first minute tells.
      series: [counter(queries.series('ai_errors_total', 'provider="acme"'), threshold * 30, threshold * 600)],
      crossingMinutes: 1,
      labels: { provider: 'acme' },
      shown: (threshold * 10).toFixed(2),
    },
  }),
  HighAICosts: ({ threshold }, queries) => ({
    metrics: ['ai_cost_cents_total'],
    expression: `sum(increase(${queries.select('ai_cost_cents_total')}[1h])) / 100 > ${threshold}`,
    summary: 'Calls of AI models cost more than planned',
    description: 'Calls of AI models have cost ${{ printf "%.2f" $value }} in the last hour.',
    dashboard: 'ai',
    lookbackMinutes: 60,
    story: {
      series: [counter(queries.series('ai_cost_cents_total', 'provider="acme"'), threshold / 2, threshold * 120)],
      crossingMinutes: 1,
      labels: {},
      shown: (threshold * 72).toFixed(2),
    },
  }),
  EventBacklog: ({ threshold }, queries) => ({
    metrics: ['events_pending'],
    expression: `sum(${queries.select('events_pending')}) > ${threshold}`,
    summary: 'Events are published faster than they are handled',
    description: '{{ printf "%.0f" $value }} deliveries are owed and not yet settled.',
    dashboard: 'events-and-queues',
    lookbackMinutes: 0,
    story: {
      series: [gauge(queries.series('events_pending', 'event_type="order.placed"'), threshold / 2, threshold * 2 + 1)],
      crossingMinutes: 1,
      labels: {},
      shown: (threshold * 2 + 1).toFixed(0),
    },
  }),
  RateLimitSpike: ({ threshold }, queries) => ({
    metrics: ['rate_limit_hits_total'],
    expression: `sum(rate(${queries.select('rate_limit_hits_total')}[5m])) > ${threshold}`,
    summary: 'Rate limits reject many calls',
    description: 'Rate limits rejected {{ printf "%.2f" $value }} calls per second in the last five minutes.',
    dashboard: 'rate-limits',
    lookbackMinutes: 5,
    story: {
      series: [counter(queries.series('rate_limit_hits_total', 'scope="default"'), threshold * 30, threshold * 600)],
      crossingMinutes: 1,
      labels: {},
      shown: (threshold * 10).toFixed(2),
    },
  }),
};
