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

export class TraceIntake {
  private readonly waiting = new Map<string, DetailedSpan[]>();
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
    const held = this.waiting.get(traceId);
    if (held === undefined && (rate.keeps(traceId) || store.get(traceId) !== undefined)) return store.add(span);
    this.hold(traceId, held, span);
    if (isRoot) this.decide(traceId, store.isSlowest(span));
    else if (this.waitingSpans > MAX_WAITING_SPANS) this.decideOldest();
  }

  private hold(traceId: string, held: DetailedSpan[] | undefined, span: DetailedSpan): void {
    if (held === undefined) this.waiting.set(traceId, [span]);
    else held.push(span);
    this.waitingSpans++;
  }

  private decideOldest(): void {
    const [oldest] = this.waiting.keys();
    if (oldest !== undefined) this.decide(oldest, false);
  }

  private decide(traceId: string, isSlowest: boolean): void {
    const { store, rate } = this.options;
    const spans = this.waiting.get(traceId) ?? [];
    this.waiting.delete(traceId);
    this.waitingSpans -= spans.length;
    if (isSlowest || spans.some(hasFailed) || rate.keeps(traceId)) for (const span of spans) store.add(span);
    else this.passedOver++;
  }
}
