/** Types of the options of metrics. */

export interface MetricsOptions {
  /** @default true */
  enabled?: boolean;
  /** How metrics leave: served to Prometheus, pushed over OTLP, both, or not at all. @default 'prometheus' @env OTEL_METRICS_EXPORTER */
  exporter?: 'prometheus' | 'otlp' | 'none' | readonly ('prometheus' | 'otlp')[];
  /**
   * OTLP endpoint. Over HTTP, `/v1/metrics` is added to the general variables and to an option that has no path.
   * @default where traces go, else http://localhost:4317, or http://localhost:4318/v1/metrics for HTTP
   * @env OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT
   */
  endpoint?: string;
  /** How metrics are pushed. @default that of traces @env OTEL_EXPORTER_OTLP_METRICS_PROTOCOL, OTEL_EXPORTER_OTLP_PROTOCOL */
  protocol?: 'grpc' | 'http/protobuf';
  /**
   * Headers of each push, such as an API key.
   * @default those of traces where metrics go to the same place, else {}
   * @env OTEL_EXPORTER_OTLP_METRICS_HEADERS, OTEL_EXPORTER_OTLP_HEADERS
   */
  headers?: Readonly<Record<string, string>>;
  /** Time between two pushes, in milliseconds. @default 10000 @env OTEL_METRIC_EXPORT_INTERVAL */
  exportIntervalMs?: number;
  /**
   * Time one push may take, in milliseconds.
   * @default 10000
   * @env OTEL_EXPORTER_OTLP_METRICS_TIMEOUT, OTEL_EXPORTER_OTLP_TIMEOUT, OTEL_METRIC_EXPORT_TIMEOUT
   */
  exportTimeoutMs?: number;
  /**
   * Whether pushed counters and histograms count since they began, or since the push before; some backends ask for the latter.
   * `lowmemory` is `delta` but for what is read at the push only.
   * @default 'cumulative' @env OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE
   */
  temporality?: 'cumulative' | 'delta' | 'lowmemory';
  /** @default '/metrics' */
  path?: string;
  /** Own port for metrics and probes. @default the application's own server @env METRICS_PORT */
  port?: number;
  /** Address of the own port. @default '0.0.0.0' @env METRICS_HOST */
  host?: string;
  /** Put in front of every name, such as `shop_`. @default '' */
  prefix?: string;
  /** Labels on every series. @default {} */
  defaultLabels?: Readonly<Record<string, string>>;
  /** Scrapes must send `Authorization: Bearer <token>`. @env OBSERVABILITY_METRICS_BEARER_TOKEN */
  bearerToken?: string;
  /** Bounds of duration histograms, in seconds, ascending. @default OpenTelemetry's HTTP advice */
  durationBuckets?: readonly number[];
  /** prom-client's `process_*` and `nodejs_*`, and ours. @default true */
  runtime?: boolean;
  /**
   * Resident memory at which memory is said to be scarce, as a share of what the process may use; 0 is never. Lower it where
   * `onMemoryPressure` listeners need time. @default 0.9
   */
  memoryPressureRatio?: number;
  /** Time name look-ups and TLS handshakes of outgoing connections. Costs about 15 µs per new connection. @default false */
  networkTimings?: boolean;
  /** Also show what is registered on prom-client's default registry. @default true */
  includeDefaultRegistry?: boolean;
  /** Series per metric; the rest folds into `_OTHER`. @default 2000 */
  maxSeries?: number;
  /** Values per label; the rest folds into `_OTHER`. @default 500 */
  maxLabelValues?: number;
  /** Time one collector may take during a scrape, in milliseconds. @default 2000 */
  collectTimeoutMs?: number;
  /**
   * Gauges of what comes and goes, such as a child process, that nobody set for this long are removed, in milliseconds; 0 is never.
   * @default 900000
   */
  idleSeriesMs?: number;
  /**
   * Whether cluster workers and worker threads answer as one: whichever is scraped shows the sums over all. The primary's file calls
   * `aggregateWorkers()` of `nestjs-observability/cluster`; threads need nothing.
   * @default 'auto'
   */
  aggregate?: 'auto' | 'off';
  /**
   * How often a cluster worker or thread hands on what it has counted, in milliseconds. What a killed one (SIGKILL, `terminate()`) had
   * counted since is lost; one that ends by itself loses nothing.
   * @default 1000
   */
  handOverIntervalMs?: number;
}
