import type { Runbook } from '../runbook.js';

export const telemetryDropped: Runbook = {
  meaning:
    'The service gives up telemetry: traces or logs have holes. Users notice nothing, and metrics of requests stay exact; but the next incident will be harder to explain.',
  firstLook: [
    'Read signal and reason of the alert: a full queue, a failed export, a limit.',
    'See whether the collector runs, and whether it takes what is sent.',
    'Compare with traffic: more spans than ever, or a receiver that is away?',
  ],
  causes: [
    'The collector is down, unreachable, or refuses the credentials.',
    'It is slower than the service: its memory limiter pushes back.',
    'More spans are made than the queue holds between two exports.',
  ],
  queries: (queries) => [
    {
      question: 'What is dropped, and why?',
      metric: 'observability_dropped_total',
      expression: `sum by (signal, reason) (increase(${queries.select('observability_dropped_total')}[10m]))`,
    },
    {
      question: 'How full is the queue?',
      metric: 'observability_exporter_queue_size',
      expression: queries.select('observability_exporter_queue_size'),
    },
    {
      question: 'When was the last export taken, in seconds ago?',
      metric: 'observability_exporter_last_success_timestamp_seconds',
      expression: `time() - ${queries.select('observability_exporter_last_success_timestamp_seconds')}`,
    },
  ],
  relief: [
    'The collector is down: bring it back (`kubectl rollout restart` of its deployment, `docker compose restart collector`). The service needs no restart: it tries again by itself.',
    'It refuses: its log names credentials, size or memory.',
    'It is slow: give it more memory or instances; until then lower the sampling ratio (`OTEL_TRACES_SAMPLER_ARG=0.1`).',
    'Bursts are short: raise `traces.maxQueueSize` where memory is there.',
  ],
};
