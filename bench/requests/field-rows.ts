/**
 * Everybody who is measured × bare, and what each must be seen to do. All run with NODE_ENV=production and as their README says,
 * but for one thing: bounds at which telemetry is dropped are lifted, or who drops most would look fastest.
 */
import { join } from 'node:path';

export interface FieldRow {
  /** Its figures are `field.<id>.<platform>.cpu` and so on. */
  readonly id: string;
  readonly title: string;
  /** The file in `contenders/` that sets it up. */
  readonly contender: string;
  /** 0: it has nothing to export. */
  readonly sampleRatio: number;
  /** Loaded before everything else. */
  readonly preload?: string;
  /** Without it, it counts nothing. */
  readonly counters?: Counters;
  readonly isLogging?: true;
  /** Ours may lose nothing; what others lose is told. */
  readonly isOurs?: true;
}

/** Where it counts requests, and calls of the service's method. */
export interface Counters {
  /** On the application's own port, or on that of OpenTelemetry's Prometheus exporter. */
  readonly page: 'application' | 'exporter';
  readonly requests: RegExp;
  readonly calls?: RegExp;
}

export const bare: FieldRow = { id: 'bare', title: 'bare Nest', contender: 'bare', sampleRatio: 0 };

const ourMetrics = {
  contender: 'ours',
  isOurs: true,
  counters: { page: 'application', requests: /^http_requests_total{.*route="\/hello"/ },
} as const;

const ours = {
  ...ourMetrics,
  counters: { ...ourMetrics.counters, calls: /^method_calls_total{.*method="greet"/ },
} as const;

const nestjsOtel = {
  contender: 'nestjs-otel',
  counters: {
    page: 'exporter',
    requests: /^app_HelloController_hello_calls_total\b/,
    calls: /^app_HelloService_greet_calls_total\b/,
  },
} as const;

const otelAuto = {
  contender: 'otel-auto',
  preload: require.resolve('@opentelemetry/auto-instrumentations-node/register'),
  counters: { page: 'exporter', requests: /^http_server_request_duration_count{/ },
} as const;

const sentry = { contender: 'sentry', preload: join(__dirname, 'contenders', 'sentry-instrument.js') } as const;

export const contenders: readonly FieldRow[] = [
  { ...bare, id: 'bare-control', title: 'bare Nest again' },
  { ...ourMetrics, id: 'ours-metrics', title: 'ours, metrics only', sampleRatio: 0 },
  { ...ours, id: 'ours-10', title: 'ours, 10 %', sampleRatio: 0.1 },
  { ...ours, id: 'ours-100', title: 'ours, 100 %', sampleRatio: 1 },
  { ...ours, id: 'ours-logged', title: 'ours, 10 % and a log line', sampleRatio: 0.1, isLogging: true },
  { ...nestjsOtel, id: 'nestjs-otel-10', title: 'nestjs-otel, 10 %', sampleRatio: 0.1 },
  { ...nestjsOtel, id: 'nestjs-otel-100', title: 'nestjs-otel, 100 %', sampleRatio: 1 },
  {
    id: 'interceptor-prom-client',
    title: '@willsoto/nestjs-prometheus and an interceptor',
    contender: 'willsoto-prometheus',
    sampleRatio: 0,
    counters: { page: 'application', requests: /^http_requests_total{.*route="\/hello"/ },
  },
  { ...otelAuto, id: 'otel-auto-10', title: 'OpenTelemetry auto-instrumentations, 10 %', sampleRatio: 0.1 },
  { ...otelAuto, id: 'otel-auto-100', title: 'OpenTelemetry auto-instrumentations, 100 %', sampleRatio: 1 },
  { ...sentry, id: 'sentry-10', title: '@sentry/nestjs, 10 %', sampleRatio: 0.1 },
  { id: 'observe-10', title: '@nestjs/observe, 10 %', contender: 'observe', sampleRatio: 0.1 },
  { id: 'observe-100', title: '@nestjs/observe, 100 %', contender: 'observe', sampleRatio: 1 },
  { id: 'nestjs-pino', title: 'nestjs-pino', contender: 'nestjs-pino', sampleRatio: 0, isLogging: true },
];
