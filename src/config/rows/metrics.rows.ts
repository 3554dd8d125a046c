/** Metrics: what is shown, its bounds, and where it goes. */
import { ascendingBounds, headerRecord, labelRecord } from '../collection-types.js';
import { metricsExporters } from '../metrics-exporters.js';
import { endpointBesideTraces, headersBesideTraces } from '../otlp-endpoint.js';
import {
  flag,
  host,
  integer,
  metricPrefix,
  milliseconds,
  oneOf,
  path,
  port,
  ratio,
  text,
  url,
} from '../scalar-types.js';
import type { DefaultContext, RowDraft } from '../option-row.js';

/** OpenTelemetry's advice for HTTP durations, in seconds. */
const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

export const metricsRows: readonly RowDraft[] = [
  { path: 'metrics.enabled', type: flag, default: true, description: 'Measure at all.' },
  {
    path: 'metrics.exporter',
    type: metricsExporters,
    default: ['prometheus'],
    defaultText: "'prometheus'",
    env: ['OTEL_METRICS_EXPORTER'],
    description: 'How metrics leave: served to Prometheus, pushed over OTLP, both, or not at all.',
  },
  {
    path: 'metrics.endpoint',
    type: url,
    default: (context: DefaultContext) => endpointBesideTraces('metrics', context),
    defaultText: 'where traces go, else http://localhost:4317, or http://localhost:4318/v1/metrics for HTTP',
    env: ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    description:
      'OTLP endpoint; over HTTP `/v1/metrics` is added to the general variables, and to an option that has no path.',
  },
  {
    path: 'metrics.protocol',
    type: oneOf('grpc', 'http/protobuf'),
    default: ({ valueOf }: DefaultContext) => valueOf('traces.protocol'),
    defaultText: 'that of traces',
    env: ['OTEL_EXPORTER_OTLP_METRICS_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    description: 'How metrics are pushed.',
  },
  {
    path: 'metrics.headers',
    type: headerRecord,
    default: (context: DefaultContext) => headersBesideTraces('metrics', context),
    defaultText: 'those of traces where metrics go to the same place, else {}',
    env: ['OTEL_EXPORTER_OTLP_METRICS_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS'],
    description: 'Headers of each push, such as an API key.',
    isSecret: true,
  },
  {
    path: 'metrics.exportIntervalMs',
    type: milliseconds(100),
    default: 10_000,
    env: ['OTEL_METRIC_EXPORT_INTERVAL'],
    description: 'Time between two pushes, in milliseconds.',
  },
  {
    path: 'metrics.exportTimeoutMs',
    type: milliseconds(1),
    default: 10_000,
    env: ['OTEL_EXPORTER_OTLP_METRICS_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT', 'OTEL_METRIC_EXPORT_TIMEOUT'],
    description: 'Time one push may take, in milliseconds.',
  },
  {
    path: 'metrics.temporality',
    type: oneOf('cumulative', 'delta', 'lowmemory'),
    default: 'cumulative',
    env: ['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE'],
    description: 'Whether pushed counters and histograms count since they began, or since the push before.',
  },
  { path: 'metrics.path', type: path, default: '/metrics', description: 'Where metrics are served.' },
  {
    path: 'metrics.port',
    type: port,
    defaultText: "the application's own server",
    env: ['METRICS_PORT'],
    description: 'Own port for metrics and probes.',
  },
  {
    path: 'metrics.host',
    type: host,
    default: '0.0.0.0',
    env: ['METRICS_HOST'],
    description: 'Address of the own port.',
  },
  {
    path: 'metrics.prefix',
    type: metricPrefix,
    default: '',
    description: 'Put in front of every name, such as `shop_`.',
  },
  { path: 'metrics.defaultLabels', type: labelRecord, default: {}, description: 'Labels on every series.' },
  {
    path: 'metrics.bearerToken',
    type: text,
    description: 'Scrapes must send `Authorization: Bearer <token>`.',
    isSecret: true,
  },
  {
    path: 'metrics.durationBuckets',
    type: ascendingBounds,
    default: DURATION_BUCKETS_SECONDS,
    defaultText: "OpenTelemetry's HTTP advice",
    description: 'Bounds of duration histograms, in seconds, ascending.',
  },
  {
    path: 'metrics.runtime',
    type: flag,
    default: true,
    description: "prom-client's `process_*` and `nodejs_*`, and ours.",
  },
  {
    path: 'metrics.memoryPressureRatio',
    type: ratio,
    default: 0.9,
    description:
      'Resident memory at which memory is said to be scarce, as a share of what the process may use; 0 is never.',
  },
  {
    path: 'metrics.networkTimings',
    type: flag,
    default: false,
    description: 'Time name look-ups and TLS handshakes of outgoing connections.',
  },
  {
    path: 'metrics.includeDefaultRegistry',
    type: flag,
    default: true,
    description: "Also show what is registered on prom-client's default registry.",
  },
  {
    path: 'metrics.maxSeries',
    type: integer({ min: 1 }),
    default: 2000,
    description: 'Series per metric; the rest folds into `_OTHER`.',
  },
  {
    path: 'metrics.maxLabelValues',
    type: integer({ min: 1 }),
    default: 500,
    description: 'Values per label; the rest folds into `_OTHER`.',
  },
  {
    path: 'metrics.collectTimeoutMs',
    type: milliseconds(1),
    default: 2000,
    description: 'Time one collector may take during a scrape, in milliseconds.',
  },
  {
    path: 'metrics.idleSeriesMs',
    type: milliseconds(),
    default: 900_000,
    description:
      'Gauges of what comes and goes that nobody set for this long are removed, in milliseconds; 0 is never.',
  },
  {
    path: 'metrics.aggregate',
    type: oneOf('auto', 'off'),
    default: 'auto',
    description: 'Whether cluster workers and worker threads answer a scrape as one.',
  },
  {
    path: 'metrics.handOverIntervalMs',
    type: milliseconds(10),
    default: 1000,
    description:
      'How often a cluster worker or thread hands on what it has counted, in milliseconds; a killed one loses what came since.',
  },
];
