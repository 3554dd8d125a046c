/** Who starts: ours with less and more, and what an application would use instead. */

/** Where telemetry may go. */
export interface Receivers {
  readonly grpcEndpoint: string;
  readonly httpPort: number;
}

export interface Contender {
  /** Of the figure, after `startup.`. */
  readonly name: string;
  readonly title: string;
  readonly script: string;
  readonly execArgv?: readonly string[];
  readonly env?: (receivers: Receivers) => Readonly<Record<string, string>>;
  /** What must be seen afterwards, so that a contender which did nothing is not praised for it. */
  readonly mustShow?: 'metric' | 'metric and log line' | 'span';
}

export const bare: Contender = { name: 'bare', title: 'bare Nest', script: 'bare.js' };

export const contenders: readonly Contender[] = [
  { name: 'ours', title: 'ours without logs', script: 'ours.js', mustShow: 'metric' },
  { name: 'ours-logs', title: 'ours with logs by pino', script: 'ours-logs.js', mustShow: 'metric and log line' },
  {
    name: 'ours-development',
    title: 'ours in development, with its console and profiles',
    script: 'ours.js',
    env: () => ({ NODE_ENV: 'development' }),
    mustShow: 'metric',
  },
  { name: 'ours-otlp', title: 'ours with an OTLP collector', script: 'ours-otlp.js', env: otlp, mustShow: 'span' },
  {
    name: 'auto',
    title: 'OpenTelemetry auto-instrumentations',
    script: 'bare.js',
    execArgv: ['--require', require.resolve('@opentelemetry/auto-instrumentations-node/register')],
    env: auto,
    mustShow: 'span',
  },
  { name: 'sentry', title: '@sentry/nestjs', script: 'sentry.js', env: sentry, mustShow: 'span' },
  { name: 'nestjs-otel', title: 'nestjs-otel', script: 'nestjs-otel.js', env: otlp, mustShow: 'span' },
];

function otlp({ grpcEndpoint }: Receivers): Readonly<Record<string, string>> {
  return { OTEL_EXPORTER_OTLP_ENDPOINT: grpcEndpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
}

/** Without the detectors that ask a cloud's network who they are: to its advantage. */
function auto(receivers: Receivers): Readonly<Record<string, string>> {
  return {
    ...otlp(receivers),
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os,process,serviceinstance',
  };
}

function sentry({ httpPort }: Receivers): Readonly<Record<string, string>> {
  return { SENTRY_DSN: `http://public@127.0.0.1:${httpPort}/1` };
}
