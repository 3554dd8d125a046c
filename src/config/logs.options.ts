/** Types of the options of the log, and of what is told beside it. */
import type { DestinationStream } from 'pino';

/** The application's log. */
export interface LogsOptions {
  /** Off leaves the application's own logger alone. @default true */
  enabled?: boolean;
  /** Level, optionally per context: `info,OrdersService=debug`. @default 'info' @env LOG_LEVEL */
  level?: string;
  /** Colours and columns instead of JSON. @default true in development on a terminal @env OBSERVABILITY_LOGS_PRETTY */
  pretty?: boolean;
  /** One line per finished request. @default true */
  completion?: boolean;
  /** One line per finished span, level debug. @default false */
  spans?: boolean;
  /** Equal messages per context and second; more are counted and summed up in one line. 0 is no limit. @default 1000 */
  maxPerSecond?: number;
  /** Add file, line and thread of the call. Costs a stack trace per line. @default false */
  callSite?: boolean;
  /**
   * Add the application's own frames of an error as `err.frames`. Their source is read after the first line about a file, and in
   * every later one.
   * @default false
   */
  frames?: boolean;
  /** Where lines go. @default standard output */
  destination?: DestinationStream;
  /** Where lines go beside that: to an OTLP receiver, as log records. @default 'none' @env OTEL_LOGS_EXPORTER */
  exporter?: 'otlp' | 'none';
  /**
   * OTLP endpoint. Over HTTP, `/v1/logs` is added to the general variables and to an option that has no path.
   * @default where traces go, else http://localhost:4317, or http://localhost:4318/v1/logs for HTTP
   * @env OTEL_EXPORTER_OTLP_LOGS_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT
   */
  endpoint?: string;
  /** How lines are sent. @default that of traces @env OTEL_EXPORTER_OTLP_LOGS_PROTOCOL, OTEL_EXPORTER_OTLP_PROTOCOL */
  protocol?: 'grpc' | 'http/protobuf';
  /**
   * Headers of each export, such as an API key.
   * @default those of traces where lines go to the same place, else {}
   * @env OTEL_EXPORTER_OTLP_LOGS_HEADERS, OTEL_EXPORTER_OTLP_HEADERS
   */
  headers?: Readonly<Record<string, string>>;
  /** Lines waiting for export, at most; more are dropped and counted, as are those above 16 MiB. @default 2048 @env OTEL_BLRP_MAX_QUEUE_SIZE */
  maxQueueSize?: number;
  /** Lines per export. @default 512 @env OTEL_BLRP_MAX_EXPORT_BATCH_SIZE */
  maxBatchSize?: number;
  /** Time between exports, in milliseconds. @default 1000 @env OTEL_BLRP_SCHEDULE_DELAY */
  scheduleDelayMs?: number;
  /** Time one export may take, in milliseconds. @default 10000 @env OTEL_EXPORTER_OTLP_LOGS_TIMEOUT, OTEL_EXPORTER_OTLP_TIMEOUT, OTEL_BLRP_EXPORT_TIMEOUT */
  exportTimeoutMs?: number;
}

/** What events tell. */
export interface HooksOptions {
  /** Headers of requests and responses that `http.request` and `http.response` tell, by name; secret ones stay hidden. @default [] */
  headers?: readonly string[];
}

/** The audit trail. */
export interface AuditOptions {
  /** Off keeps no audit trail: `AuditService` and `@Audited()` do nothing. @default true */
  enabled?: boolean;
  /**
   * Where records go: `log` (the application's log, target `Audit`, whatever its levels), the path of a file that is appended to and
   * synchronised, or a stream. Name a file where the trail must survive what becomes of the logs.
   * @default 'log'
   */
  destination?: string | DestinationStream;
}

/** What is kept of errors. */
export interface ErrorsOptions {
  /**
   * Lines of the application's own source before and after each frame of an error, for Sentry and `logs.frames`; 0 reads none.
   * @default 5 @env OBSERVABILITY_ERRORS_SOURCE_LINES
   */
  sourceLines?: number;
  /**
   * Source outside of this folder, or in a `node_modules` below it, is never read.
   * @default the folder of the application's package.json @env OBSERVABILITY_ERRORS_SOURCE_FOLDER
   */
  sourceFolder?: string;
}
