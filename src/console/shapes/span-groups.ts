/** Spans over all kept traces, grouped: which query ran most, and which took the most time. */

/** `GET span-groups?q&fromMs&toMs&minMs&maxMs`; the parameters choose traces, as those of `traces` do. */
export interface SpanGroupsAnswer {
  readonly version: 1;
  /** The most total time first, at most 500. */
  readonly groups: readonly SpanGroup[];
  /** Groups beyond those. */
  readonly omittedGroups: number;
  readonly traceCount: number;
  readonly spanCount: number;
  readonly problems: readonly { readonly text: string; readonly fact: string }[];
}

export interface SpanGroup {
  readonly name: string;
  /** Of the operation (`database.query`), else of the span (`client`). */
  readonly kind: string;
  /** The query's text, where spans of one name and kind differ in it; null for what is no query. */
  readonly statement: string | null;
  readonly count: number;
  readonly traceCount: number;
  readonly errorCount: number;
  readonly totalMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** The slowest of them. */
  readonly sample: { readonly traceId: string; readonly spanId: string };
}
