/**
 * The OpenTelemetry Collector: OTLP in; traces to Jaeger, logs to Loki, metrics to Prometheus. Traces are sampled when they are
 * complete, so that those with an error and the slow ones are all kept.
 */
import type { GeneratedFile } from '../provisioning.js';
import { address, programs } from './topology.js';
import { yamlFile } from './yaml-file.js';
import type { YamlValue } from '../yaml.js';

const everywhere = (port: number): string => `0.0.0.0:${port}`;

const limits = {
  memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
  batch: { send_batch_size: 8192, send_batch_max_size: 16_384, timeout: '1s' },
} as const;

const tailSampling = {
  decision_wait: '10s',
  num_traces: 50_000,
  policies: [
    { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
    { name: 'slow', type: 'latency', latency: { threshold_ms: 1000 } },
    { name: 'the-rest', type: 'probabilistic', probabilistic: { sampling_percentage: 10 } },
  ],
} as const;

export function collectorFile(): GeneratedFile {
  const { otlpGrpc, otlpHttp, metrics } = programs.collector.ports;
  return yamlFile(
    'collector/collector.yml',
    [
      'OTLP in; traces to Jaeger, logs to Loki, metrics to Prometheus.',
      'Traces with an error or over a second are kept, and a tenth of the rest. That takes all of them to choose from:',
      'let the application sample everything (OTEL_TRACES_SAMPLER=always_on) when it sends here.',
    ],
    {
      receivers: {
        otlp: { protocols: { grpc: { endpoint: everywhere(otlpGrpc) }, http: { endpoint: everywhere(otlpHttp) } } },
      },
      processors: { ...limits, tail_sampling: tailSampling },
      exporters: {
        'otlp/jaeger': { endpoint: address('jaeger', 'otlpGrpc'), tls: { insecure: true } },
        'otlphttp/loki': { endpoint: `http://${address('loki', 'http')}/otlp` },
        // Names come with their unit already.
        prometheus: { endpoint: everywhere(metrics), add_metric_suffixes: false, enable_open_metrics: true },
      },
      extensions: healthCheck,
      service: {
        extensions: ['health_check'],
        telemetry: ownMetrics,
        pipelines: {
          traces: pipeline(['otlp'], ['memory_limiter', 'tail_sampling', 'batch'], 'otlp/jaeger'),
          metrics: pipeline(['otlp'], ['memory_limiter', 'batch'], 'prometheus'),
          logs: pipeline(['otlp'], ['memory_limiter', 'batch'], 'otlphttp/loki'),
        },
      },
    },
  );
}

export const healthCheck = { health_check: { endpoint: everywhere(programs.collector.ports.health) } } as const;

const ownMetrics = {
  metrics: {
    readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: programs.collector.ports.ownMetrics } } } }],
  },
} as const;

export function pipeline(receivers: readonly string[], processors: readonly string[], exporter: string): YamlValue {
  return { receivers, processors, exporters: [exporter] };
}

export { limits };
