/** Types of the options of traces. */

export interface TracesOptions {
  /** @default true */
  enabled?: boolean;
  /** Where spans go. @default 'otlp' when an endpoint is configured, else 'none' @env OTEL_TRACES_EXPORTER */
  exporter?: 'otlp' | 'none';
  /**
   * OTLP endpoint. Over HTTP, `/v1/traces` is added to the general variables and to an option that has no path.
   * @default http://localhost:4317, or http://localhost:4318/v1/traces for HTTP
   * @env OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT, OTLP_ENDPOINT
   */
  endpoint?: string;
  /** @default 'grpc' @env OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, OTEL_EXPORTER_OTLP_PROTOCOL */
  protocol?: 'grpc' | 'http/protobuf';
  /** Headers of each export, such as an API key. @env OTEL_EXPORTER_OTLP_TRACES_HEADERS, OTEL_EXPORTER_OTLP_HEADERS */
  headers?: Readonly<Record<string, string>>;
  /** Share of new traces that is recorded, 0 to 1. @default 0.1 in production, else 1 @env OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG, TRACE_SAMPLE_RATE */
  sampleRatio?: number;
  /** Follow the caller's decision where there is one. @default true @env OTEL_TRACES_SAMPLER, OBSERVABILITY_TRACES_PARENT_BASED */
  parentBased?: boolean;
  /** Other ratios for single routes; the first that matches wins. */
  rules?: readonly SamplingRule[];
  /** Shared secret: a request whose `x-force-trace` header carries its HMAC is always recorded. @env OBSERVABILITY_TRACES_FORCE_SECRET */
  forceSecret?: string;
  /** Print each finished trace as a tree on standard output. @default false @env OTEL_TRACES_EXPORTER, OBSERVABILITY_TRACES_TREE */
  tree?: boolean;
  /** Put the trace id on the response as `trace-id`. @default false */
  responseHeader?: boolean;
  /**
   * Equal sibling spans of queries, resolvers and automatically traced methods after this many fold into one with their count
   * and sum; 0 is never.
   * @default 10
   */
  collapseAfter?: number;
  /** Of those that fold, so many of the slowest are kept. @default 3 */
  collapseKeepSlowest?: number;
  limits?: SpanLimitsOptions;
  /** Spans waiting for export, at most; more are dropped and counted. @default 2048 @env OTEL_BSP_MAX_QUEUE_SIZE */
  maxQueueSize?: number;
  /** Spans per export. @default 512, or maxQueueSize where that is smaller @env OTEL_BSP_MAX_EXPORT_BATCH_SIZE */
  maxBatchSize?: number;
  /** Time between exports, in milliseconds. @default 5000 @env OTEL_BSP_SCHEDULE_DELAY */
  scheduleDelayMs?: number;
  /** Time one export may take, in milliseconds. @default 10000 @env OTEL_EXPORTER_OTLP_TRACES_TIMEOUT, OTEL_EXPORTER_OTLP_TIMEOUT, OTEL_BSP_EXPORT_TIMEOUT */
  exportTimeoutMs?: number;
}

/**
 * How much one span may hold, so that a loop of the application's cannot make spans that no collector takes. Raise one when spans come
 * with a dropped count; cut the length where statements or messages make exports large.
 */
export interface SpanLimitsOptions {
  /** Attributes of one span; later ones are dropped and counted on the span. @default 128 @env OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT, OTEL_ATTRIBUTE_COUNT_LIMIT */
  attributeCount?: number;
  /**
   * Characters of a text attribute of a span, its events and links; the rest is cut off.
   * @default no limit @env OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT, OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT
   */
  attributeValueLength?: number;
  /** Events of one span; the oldest are dropped and counted on the span. @default 128 @env OTEL_SPAN_EVENT_COUNT_LIMIT */
  eventCount?: number;
  /** Links of one span; the oldest are dropped and counted on the span. @default 128 @env OTEL_SPAN_LINK_COUNT_LIMIT */
  linkCount?: number;
}

/**
 * Another ratio for the traces of one route, or of all routes with one beginning.
 *
 * @example
 * ```ts
 * const rules: SamplingRule[] = [
 *   { route: '/health/*', ratio: 0 },
 *   { route: '/payments/:id', ratio: 1 },
 * ];
 *
 * ObservabilityModule.forRoot({ traces: { sampleRatio: 0.1, rules } });
 * ```
 */
export interface SamplingRule {
  /** Route template (`/orders/:id`), or a prefix ending in `*`. */
  readonly route: string;
  readonly ratio: number;
}
