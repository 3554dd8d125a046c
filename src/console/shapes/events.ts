/** Messages and jobs by what caused them. */

/** `GET events?q`: correlations, the newest first, at most 200. */
export interface EventsAnswer {
  readonly version: 1;
  readonly correlations: readonly {
    readonly correlationId: string;
    readonly startedAtMs: number;
    readonly durationMs: number;
    readonly name: string;
    readonly count: number;
    readonly errorCount: number;
  }[];
}

/** `GET event-tree?correlationId=` */
export interface EventTreeAnswer {
  readonly version: 1;
  readonly correlationId: string;
  /** In the order of their start, the first 1 000. */
  readonly nodes: readonly EventNode[];
  readonly omittedNodes: number;
}

export interface EventNode {
  readonly id: string;
  /** What caused it; null at the root, or where the cause is not in memory. */
  readonly causeId: string | null;
  readonly name: string;
  readonly kind: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly outcome: 'ok' | 'error' | 'canceled';
  readonly messageId: string | null;
  readonly traceId: string;
  readonly spanId: string;
}
