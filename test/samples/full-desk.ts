/** What the whole desk needs for every kind of traffic within a minute or two, and what even that does not move. */
import type { OtlpServer } from '../support/otlp-server.js';
import type { Service } from '../support/services.js';

type Urls = Readonly<Record<Extract<Service, 'postgresql' | 'redis' | 'nats'>, string>>;

export function everyKindOfTraffic({ postgresql, redis, nats }: Urls, { endpoint }: OtlpServer): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: postgresql,
    REDIS_URL: redis,
    NATS_URL: nats,
    TRAFFIC_RPS: '80',
    SESSION_TIMEOUT_SECONDS: '5',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    TRACE_SAMPLE_RATE: '1',
    ENVIRONMENT: 'production',
  };
}

/** Metrics that no user of the desk moves, each with the reason. */
export const UNMOVED: Readonly<Record<string, string>> = {
  graphql_operations_total: 'the desk has no GraphQL',
  graphql_operation_duration_seconds: 'the desk has no GraphQL',
  cqrs_executions_total: 'the desk has no commands and queries',
  cqrs_execution_duration_seconds: 'the desk has no commands and queries',
  nodejs_worker_threads_active: 'the desk has no worker threads',
  dns_lookup_duration_seconds: 'off unless asked for, by metrics.networkTimings',
  tls_handshake_duration_seconds: 'off unless asked for, by metrics.networkTimings',
  sessions_evicted_total: 'only when memory gets short',
  process_memory_pressure_events_total: 'only when memory gets short',
  process_crashes_total: 'only when the process dies',
  sse_buffer_bytes: 'read when scraped; the desk’s clients read at once',
  child_process_pipe_utilization_ratio: 'read when scraped; a helper reads its line at once',
  observability_handler_failures_total: 'a failure of the library',
  observability_dropped_total: 'a failure of the library',
  observability_instrument_misuses_total: 'a mistake of the desk',
  observability_scrape_errors_total: 'a failure of the library',
};
