/** Collects the spans of each trace until its local root ends, and prints them as one tree. Bounded in every direction. */
import type { Span } from '@opentelemetry/api';
import type { FinishedSpan, SpanConsumer, SpanProcessorLike } from '../tracing/index.js';
import { renderTraceTree } from './trace-tree.js';

/** Receives the tree, text of several lines without a final line break, and the span at its root. */
export type TraceTreeSink = (text: string, root: FinishedSpan) => void;

export interface TraceTreeOptions {
  readonly sink: TraceTreeSink;
  /** Unfinished traces kept at a time; beyond, the oldest is forgotten. @default 200 */
  readonly maxTraces?: number;
  /** Spans shown per trace; more are only counted. @default 500 */
  readonly maxSpansPerTrace?: number;
  /** A trace whose root has not ended by then is forgotten, in milliseconds. @default 300_000 */
  readonly maxAgeMs?: number;
}

/** Named `tree`. */
export function traceTree(options: TraceTreeOptions): SpanConsumer {
  return { name: 'tree', create: () => new TraceTreePrinter(options) };
}

/** What is known of one trace in this process. */
interface Gathered {
  readonly rootId: string;
  readonly startedAtMs: number;
  /** Ids that belong to it, ended or not: a child finds its tree by its parent's id. */
  readonly memberIds: string[];
  readonly spans: FinishedSpan[];
  omitted: number;
}

export class TraceTreePrinter implements SpanProcessorLike {
  private readonly sink: TraceTreeSink;
  private readonly maxTraces: number;
  private readonly maxSpansPerTrace: number;
  private readonly maxAgeMs: number;
  private readonly gatheredOf = new Map<string, Gathered>();
  private readonly unfinished = new Set<Gathered>();

  constructor({ sink, maxTraces = 200, maxSpansPerTrace = 500, maxAgeMs = 300_000 }: TraceTreeOptions) {
    this.sink = sink;
    this.maxTraces = maxTraces;
    this.maxSpansPerTrace = maxSpansPerTrace;
    this.maxAgeMs = maxAgeMs;
  }

  onStart(span: Span & FinishedSpan): void {
    const { spanId } = span.spanContext();
    const gathered = isLocalRoot(span) ? this.begin(spanId, span.startTime[0] * 1000) : this.gatheredAbove(span);
    // A parent that is left out itself, or whose tree is printed already.
    if (gathered === undefined) return;
    if (gathered.memberIds.length >= this.maxSpansPerTrace) {
      gathered.omitted++;
      return;
    }
    gathered.memberIds.push(spanId);
    this.gatheredOf.set(spanId, gathered);
  }

  onEnd(span: FinishedSpan): void {
    const { spanId } = span.spanContext();
    const gathered = this.gatheredOf.get(spanId);
    if (gathered === undefined) return;
    gathered.spans.push(span);
    if (spanId !== gathered.rootId) return;
    this.forget(gathered);
    this.sink(renderTraceTree(gathered.spans, gathered.omitted), span);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {
    for (const gathered of this.unfinished) this.forget(gathered);
  }

  private gatheredAbove({ parentSpanContext }: FinishedSpan): Gathered | undefined {
    return parentSpanContext && this.gatheredOf.get(parentSpanContext.spanId);
  }

  private begin(rootId: string, startedAtMs: number): Gathered {
    const gathered: Gathered = { rootId, startedAtMs, memberIds: [], spans: [], omitted: 0 };
    this.unfinished.add(gathered);
    this.forgetExcess(startedAtMs);
    return gathered;
  }

  // Sets keep the order of insertion: the first is the oldest.
  private forgetExcess(nowMs: number): void {
    for (const gathered of this.unfinished) {
      if (this.unfinished.size <= this.maxTraces && nowMs - gathered.startedAtMs <= this.maxAgeMs) return;
      this.forget(gathered);
    }
  }

  private forget(gathered: Gathered): void {
    this.unfinished.delete(gathered);
    for (const id of gathered.memberIds) this.gatheredOf.delete(id);
  }
}

function isLocalRoot({ parentSpanContext }: FinishedSpan): boolean {
  return parentSpanContext === undefined || parentSpanContext.isRemote === true;
}
