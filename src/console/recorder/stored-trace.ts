/** The finished spans of one trace as this process knows it: kept as they came, summed up when somebody asks. */
import type { DetailedSpan } from '../../tracing/index.js';
import { isLocalRoot } from './span-facts.js';
import { bytesOf } from './span-size.js';
import { trimmed, withoutContent } from './span-trim.js';
import { summaryOf, type SpanSummary } from './trace-summary.js';

/** The trace itself, its summary, and its place in the store. */
const TRACE_BYTES = 700;
/** Smaller spans have neither a value nor a list of attributes that is too long. */
const SUSPICIOUS_BYTES = 2_400;
/** Of the bytes of its trace, so much for a single span. */
const SPAN_SHARE = 1 / 4;
/** Ancestors end after those that hang on them: they find room when there is none left. */
const EXTRA_ANCESTORS = 64;

export interface TraceLimits {
  readonly maxSpans: number;
  readonly maxBytes: number;
}

export type TraceOrigin = 'recorded' | 'imported';

export class StoredTrace {
  bytes = TRACE_BYTES;
  droppedSpanCount = 0;
  /** Of its last change. */
  sequence = 0;
  /** How many reasons there are not to evict it. */
  keepers = 0;
  private readonly list: DetailedSpan[] = [];
  /** Ids of spans that others hang on, from the moment when there is no room for all. */
  private awaited: Set<string> | undefined;
  private summarised: { readonly sequence: number; readonly summary: SpanSummary } | undefined;

  constructor(
    readonly traceId: string,
    readonly origin: TraceOrigin,
  ) {}

  /** In the order in which they ended. */
  get spans(): readonly DetailedSpan[] {
    return this.list;
  }

  get isKept(): boolean {
    return this.keepers > 0;
  }

  /** False where there was no room for it. */
  add(span: DetailedSpan, limits: TraceLimits): boolean {
    const estimate = bytesOf(span);
    if (estimate > SUSPICIOUS_BYTES) return this.addLarge(trimmed(span), limits);
    return this.addSized(span, estimate, limits);
  }

  /** What its spans say; the same object until something changes. */
  get summary(): SpanSummary {
    if (this.summarised?.sequence !== this.sequence)
      this.summarised = { sequence: this.sequence, summary: summaryOf(this.traceId, this.list) };
    return this.summarised.summary;
  }

  private addLarge(span: DetailedSpan, limits: TraceLimits): boolean {
    const bytes = bytesOf(span);
    if (bytes <= limits.maxBytes * SPAN_SHARE) return this.addSized(span, bytes, limits);
    const bare = withoutContent(span);
    return this.addSized(bare, bytesOf(bare), limits);
  }

  private addSized(span: DetailedSpan, bytes: number, { maxSpans, maxBytes }: TraceLimits): boolean {
    const isFull = this.list.length >= maxSpans || this.bytes + bytes > maxBytes;
    if (isFull && !this.isAwaited(span, bytes, { maxSpans, maxBytes })) {
      this.droppedSpanCount++;
      return false;
    }
    this.list.push(span);
    this.bytes += bytes;
    return true;
  }

  /** A root, or a parent of something that is kept: without it the rest could not be read. */
  private isAwaited(span: DetailedSpan, bytes: number, { maxSpans, maxBytes }: TraceLimits): boolean {
    const isTooMuch = this.list.length >= maxSpans + EXTRA_ANCESTORS || this.bytes + bytes > 2 * maxBytes;
    if (isTooMuch) return false;
    this.awaited ??= new Set(this.list.map(({ parentSpanContext }) => parentSpanContext?.spanId ?? ''));
    const isAwaited = isLocalRoot(span) || this.awaited.has(span.spanContext().spanId);
    if (isAwaited && span.parentSpanContext !== undefined) this.awaited.add(span.parentSpanContext.spanId);
    return isAwaited;
  }
}
