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
    if (held === undefined && (rate.keeps(traceId) || store.get(traceId) !== undefined)) store.add(span);
    else if (isRoot) this.decide(traceId, [...(held ?? []), span], store.isSlowest(span));
    else this.hold(traceId, held, span);
  }

  private hold(traceId: string, held: DetailedSpan[] | undefined, span: DetailedSpan): void {
    if (held === undefined) this.waiting.set(traceId, [span]);
    else held.push(span);
    if (++this.waitingSpans > MAX_WAITING_SPANS) this.decideOldest();
  }

  private decideOldest(): void {
    for (const [traceId, spans] of this.waiting) return this.decide(traceId, spans, false);
  }

  private decide(traceId: string, spans: readonly DetailedSpan[], isSlowest: boolean): void {
    const held = this.waiting.get(traceId);
    this.waiting.delete(traceId);
    this.waitingSpans -= held?.length ?? 0;
    const { store, rate } = this.options;
    if (isSlowest || spans.some(hasFailed) || rate.keeps(traceId)) for (const span of spans) store.add(span);
    else this.passedOver++;
  }
}
