/**
 * The way into the store. While more comes than anybody could see, the spans of a trace that is not chosen wait unread for their local
 * root. If something failed, or the root is the slowest of its name, the trace is kept all the same; else all of it dies young. What
 * lives longer costs the garbage collector more than all the rest of recording.
 */
import type { DetailedSpan } from '../../tracing/index.js';
import type { KeepingRate } from './keeping-rate.js';
import { hasFailed, isLocalRoot } from './span-facts.js';
import { endMsOf } from './span-times.js';
import type { TraceStore } from './trace-store.js';

/** Traces that have not ended, or whose root came first; the oldest is decided about without its root. */
const MAX_WAITING_SPANS = 2_000;

export interface TraceIntakeOptions {
  readonly store: Pick<TraceStore, 'add' | 'get' | 'isSlowest'>;
  readonly rate: Pick<KeepingRate, 'count' | 'keeps'>;
}

interface WaitingTrace {
  readonly traceId: string;
  readonly spans: DetailedSpan[];
}

export class TraceIntake {
  /** By trace id, the oldest first; all but perhaps the last. */
  private readonly waiting = new Map<string, WaitingTrace>();
  /** Spans of one trace mostly come in a row: asked first, it saves the look-ups. */
  private last: WaitingTrace | undefined;
  private waitingSpans = 0;
  private passedOver = 0;

  constructor(private readonly options: TraceIntakeOptions) {}

  /** Traces that were not kept, since the start. */
  get passedOverCount(): number {
    return this.passedOver;
  }

  /** @param span redacted, and never changed again */
  add(span: DetailedSpan): void {
    const { store, rate } = this.options;
    const { traceId } = span.spanContext();
    const isRoot = isLocalRoot(span);
    if (isRoot) rate.count(endMsOf(span));
    const trace = this.find(traceId);
    if (trace === undefined && (rate.keeps(traceId) || store.get(traceId) !== undefined)) return store.add(span);
    const held = this.hold(trace ?? { traceId, spans: [] }, span);
    if (isRoot) this.decide(held, store.isSlowest(span));
    else if (this.waitingSpans > MAX_WAITING_SPANS) this.decideOldest();
  }

  private find(traceId: string): WaitingTrace | undefined {
    return this.last?.traceId === traceId ? this.last : this.waiting.get(traceId);
  }

  private hold(trace: WaitingTrace, span: DetailedSpan): WaitingTrace {
    if (this.last !== undefined && this.last !== trace) this.waiting.set(this.last.traceId, this.last);
    this.last = trace;
    trace.spans.push(span);
    this.waitingSpans++;
    return trace;
  }

  private decideOldest(): void {
    const [oldest = this.last] = this.waiting.values();
    if (oldest !== undefined) this.decide(oldest, false);
  }

  private decide(trace: WaitingTrace, isSlowest: boolean): void {
    const { store, rate } = this.options;
    const { traceId, spans } = trace;
    this.waiting.delete(traceId);
    if (this.last === trace) this.last = undefined;
    this.waitingSpans -= spans.length;
    if (isSlowest || spans.some(hasFailed) || rate.keeps(traceId)) for (const span of spans) store.add(span);
    else this.passedOver++;
  }
}
