/** Traces as rows, and one of them whole. */

/** OpenTelemetry's, and `canceled` where the work was called off: nobody waited for its end. */
export type SpanStatusName = 'unset' | 'ok' | 'error' | 'canceled';
export type AttributeMap = Readonly<
  Record<string, string | number | boolean | readonly (string | number | boolean | null)[]>
>;

export interface TraceRow {
  readonly traceId: string;
  /** Rises with every change of any trace: what a page has seen last. */
  readonly sequence: number;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Of the local root, as are kind, route and method. */
  readonly name: string;
  /** `query Orders`, where the request was GraphQL's. */
  readonly operation: string | null;
  /** Of the operation (`http.server`), else of the span (`internal`). */
  readonly kind: string;
  readonly status: SpanStatusName;
  readonly route: string | null;
  readonly method: string | null;
  /** `500`, or a gRPC or message status. */
  readonly statusCode: string | null;
  readonly rootSpanId: string;
  readonly spanCount: number;
  readonly droppedSpanCount: number;
  readonly errorCount: number;
  readonly logCount: number;
  readonly errorMessage: string | null;
  readonly requestId: string | null;
  readonly userId: string | null;
  /** False while its root has not ended. */
  readonly isComplete: boolean;
  /** Kept back from eviction as a failure or as its route's slowest. */
  readonly isKept: boolean;
  /** Read from a file (`POST import`), not recorded here. */
  readonly isImported: boolean;
}

/** By what rows are ordered, always the most first: on the server, since a page has only the first of them. */
export type TraceOrder = 'newest' | 'slowest' | 'spans' | 'errors';

/** `GET traces?q&fromMs&toMs&minMs&maxMs&sort&limit&beforeSequence`; `sort` is a TraceOrder, `newest` when left out. */
export interface TracesAnswer {
  readonly version: 1;
  /** As ordered by `sort`. */
  readonly rows: readonly TraceRow[];
  /** Of all that fit, how many there are. */
  readonly total: number;
  readonly hasMore: boolean;
  /** Durations of all that fit, `minMs` and `maxMs` left aside: what they select from. On a logarithmic scale, gapless. */
  readonly histogram: readonly DurationBin[];
  /** What of the query was not understood; empty where all was. */
  readonly problems: readonly QueryProblem[];
  /** Share of requests that are sampled, 0 to 1: what is not sampled is not here. */
  readonly sampleRatio: number;
}

export interface DurationBin {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  readonly errorCount: number;
}

export interface QueryProblem {
  readonly text: string;
  readonly fact: string;
}

/** `GET trace?id=`; 404 with OBS_ERR_NOT_KEPT where it is no longer, or never was, in memory. */
export interface TraceAnswer {
  readonly version: 1;
  readonly trace: TraceDetail;
}

export interface TraceDetail {
  readonly row: TraceRow;
  /** In the order of their start; parents before children. */
  readonly spans: readonly SpanDetail[];
  /** Ids of spans on the critical path: what had to be faster for the whole to be. */
  readonly criticalSpanIds: readonly string[];
  /** The newest one before and the oldest one after of the same route. */
  readonly previousTraceId: string | null;
  readonly nextTraceId: string | null;
  /** A kept exchange of this trace (`GET capture?id=`). */
  readonly captureId: string | null;
  readonly traceparent: string;
  /** A command line that sends the request again, as far as it is known; null for what is no HTTP request. */
  readonly curl: string | null;
  /** A profile that has samples of this trace. */
  readonly profileId: string | null;
}

export interface SpanDetail {
  readonly spanId: string;
  /** Null where it has none, or is not of this process and trace. */
  readonly parentSpanId: string | null;
  readonly name: string;
  /** Of the operation (`nest.guard`, `database.query`), else of the span (`client`). */
  readonly kind: string;
  /** After the trace's start; may be below 0 for clocks that differ. */
  readonly offsetMs: number;
  readonly durationMs: number;
  /** Of `durationMs`, in no child. */
  readonly selfMs: number;
  readonly status: SpanStatusName;
  readonly statusMessage: string | null;
  readonly scope: string;
  readonly attributes: AttributeMap;
  readonly events: readonly SpanEventDetail[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string; readonly attributes: AttributeMap }[];
  readonly droppedAttributeCount: number;
  readonly logCount: number;
}

export interface SpanEventDetail {
  readonly name: string;
  readonly offsetMs: number;
  readonly attributes: AttributeMap;
}

/** `POST import { otlp }`: traces as OTLP JSON; `GET export` and `GET trace-otlp?id=` give them. */
export interface ImportAnswer {
  readonly version: 1;
  readonly traceIds: readonly string[];
  readonly spanCount: number;
  readonly rejectedSpanCount: number;
}
