/** Everything that leaves over a socket, sent to one far end; short times, so that a fault is met while somebody looks. */
import { sentry } from 'nestjs-observability/sentry';
import type { ObservabilityOptions } from 'nestjs-observability';

export interface Destinations {
  readonly name: string;
  /** Each has to say what it has lost. */
  readonly signals: readonly string[];
  /** What is answered beside the status is not read. */
  readonly isStatusEnough?: true;
  /** An answer has to be whole, but its content is not read. */
  readonly isContentUnread?: true;
  /** Their exporter believes the status of an answer that ends early, as OpenTelemetry's own over HTTP does. */
  readonly believingSignals?: readonly string[];
  readonly options: (port: number) => ObservabilityOptions;
}

const SOON = { scheduleDelayMs: 50, exportTimeoutMs: 250 };
const METRICS_SOON = { exportIntervalMs: 300, exportTimeoutMs: 250 };
const WEBHOOK_SOON = { scheduleDelayMs: 50, timeoutMs: 250, retryForMs: 500 };
const SHUTDOWN = { shutdown: { flushTimeoutMs: 400, drainTimeoutMs: 0 } };

function otlp(endpoint: string, protocol: 'grpc' | 'http/protobuf'): ObservabilityOptions {
  const to = { endpoint, protocol };
  return {
    ...SHUTDOWN,
    traces: { ...to, ...SOON, exporter: 'otlp', sampleRatio: 1 },
    logs: { ...to, ...SOON, exporter: 'otlp' },
    metrics: { ...to, ...METRICS_SOON, exporter: ['prometheus', 'otlp'] },
  };
}

export const destinations: readonly Destinations[] = [
  {
    name: 'OTLP over HTTP',
    signals: ['traces', 'logs', 'metrics'],
    isContentUnread: true,
    believingSignals: ['traces'],
    options: (port) => otlp(`http://127.0.0.1:${port}`, 'http/protobuf'),
  },
  {
    name: 'OTLP over HTTPS',
    signals: ['traces', 'logs', 'metrics'],
    options: (port) => otlp(`https://127.0.0.1:${port}`, 'http/protobuf'),
  },
  {
    name: 'OTLP over gRPC',
    signals: ['traces', 'logs', 'metrics'],
    options: (port) => otlp(`http://127.0.0.1:${port}`, 'grpc'),
  },
  {
    name: 'webhook',
    signals: ['webhook'],
    isContentUnread: true,
    options: (port) => ({
      ...SHUTDOWN,
      exporters: [
        { type: 'webhook', url: `http://127.0.0.1:${port}/hook`, secret: 'a secret of a webhook', ...WEBHOOK_SOON },
      ],
    }),
  },
  {
    name: 'Sentry',
    signals: ['sentry'],
    isStatusEnough: true,
    options: (port) => ({ ...SHUTDOWN, plugins: [sentry({ dsn: `http://key@127.0.0.1:${port}/1`, timeoutMs: 250 })] }),
  },
  {
    name: 'a health check over HTTP',
    signals: [],
    options: (port) => ({
      ...SHUTDOWN,
      health: { timeoutMs: 250, cacheMs: 0, httpChecks: { payments: `http://127.0.0.1:${port}/health` } },
    }),
  },
];
