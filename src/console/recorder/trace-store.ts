/**
 * The traces that the console remembers. Recording keeps finished spans as they are: a look-up, a push and an addition each; rows,
 * totals and details are made when somebody asks. Bounded in traces, in spans and bytes of each, and in bytes of all. Whole traces
 * leave, the oldest first, but for those that are kept back.
 */
import type { DetailedSpan, FinishedSpan } from '../../tracing/index.js';
import type { DurationBin, TraceOrder, TraceRow } from '../shapes/index.js';
import { durationHistogram } from './duration-histogram.js';
import { KeptBack } from './kept-back.js';
import { RemovedTraces } from './removed-traces.js';
import { SecondChances } from './second-chances.js';
import { hasFailed, isLocalRoot } from './span-facts.js';
import { durationMsOf } from './span-times.js';
import { StoredTrace, type TraceLimits, type TraceOrigin } from './stored-trace.js';
import { spanTreeOf, type SpanTree } from './trace-detail.js';
import { ordered } from './trace-order.js';
import { TraceQueue } from './trace-queue.js';
import type { SpanSummary } from './trace-summary.js';

/** Of all bytes, so much for a single trace. */
const TRACE_SHARE = 1 / 8;

export interface TraceStoreOptions {
  readonly maxBytes: number;
  readonly maxTraces: number;
  readonly maxSpansPerTrace: number;
  /** Lines of the log that belong to a trace. @default none */
  readonly logCountOf?: (traceId: string) => number;
}

/** Whether a trace is wanted; its spans are there for what a summary does not say. */
export type TracePredicate = (summary: SpanSummary, spans: readonly DetailedSpan[]) => boolean;

/** All that is given has to fit; edges of ranges belong to them. */
export interface TraceSelection {
  readonly predicate?: TracePredicate;
  /** When it began. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** How long it took. */
  readonly minMs?: number;
  readonly maxMs?: number;
  /** @default 'newest': last changed first */
  readonly order?: TraceOrder | undefined;
  readonly limit: number;
  /** The next page: what changed before the last row of this one. */
  readonly beforeSequence?: number;
}

export interface TraceRows {
  /** As ordered. */
  readonly rows: readonly TraceRow[];
  readonly total: number;
  readonly hasMore: boolean;
  /** Of all that fit but for their duration: the choice of a range shall not hide what is outside. */
  readonly histogram: readonly DurationBin[];
}

export class TraceStore {
  private readonly traces = new Map<string, StoredTrace>();
  private readonly queue = new TraceQueue();
  private readonly keptBack = new KeptBack();
  private readonly removed: RemovedTraces;
  private readonly chances: SecondChances;
  private readonly traceLimits: TraceLimits;
  private lastSequence = 0;
  private bytes = 0;
  private spansHeld = 0;
  private evicted = 0;
  private dropped = 0;

  constructor(private readonly options: TraceStoreOptions) {
    this.removed = new RemovedTraces(options.maxTraces);
    this.chances = new SecondChances(options);
    this.traceLimits = { maxSpans: options.maxSpansPerTrace, maxBytes: options.maxBytes * TRACE_SHARE };
  }

  /** Rises with every change: what a reader has seen last. */
  get sequence(): number {
    return this.lastSequence;
  }

  /** Estimated. */
  get usedBytes(): number {
    return this.bytes;
  }

  get traceCount(): number {
    return this.traces.size;
  }

  get spanCount(): number {
    return this.spansHeld;
  }

  /** Traces that had to make room since the start. */
  get evictedCount(): number {
    return this.evicted;
  }

  /** Spans for which their trace had no room, since the start. */
  get droppedSpanCount(): number {
    return this.dropped;
  }

  /** @param span redacted, and never changed again */
  add(span: FinishedSpan, origin: TraceOrigin = 'recorded'): void {
    const { traceId } = span.spanContext();
    const trace = this.traces.get(traceId) ?? this.begin(traceId, origin);
    const bytesBefore = trace.bytes;
    if (trace.add(span, this.traceLimits)) this.spansHeld++;
    else this.dropped++;
    this.bytes += trace.bytes - bytesBefore;
    trace.sequence = ++this.lastSequence;
    this.keepBack(trace, span);
    if (this.isOver()) this.makeRoom();
  }

  /** Whether its trace would be kept back as the slowest of its name. */
  isSlowest(root: DetailedSpan): boolean {
    return this.keptBack.isSlowest(root.name, durationMsOf(root));
  }

  get(traceId: string): StoredTrace | undefined {
    return this.traces.get(traceId);
  }

  /** In the order in which they began. */
  all(): readonly StoredTrace[] {
    return [...this.traces.values()];
  }

  rows(selection: TraceSelection): TraceRows {
    const fitting = newestFirst(this.all()).filter((trace) => isWanted(trace, selection));
    const { minMs = 0, maxMs = Infinity, beforeSequence = Infinity, limit, order = 'newest' } = selection;
    const inRange = fitting.filter(({ summary: { durationMs } }) => durationMs >= minMs && durationMs <= maxMs);
    const rest = inRange.filter(({ sequence }) => sequence < beforeSequence);
    return {
      rows: ordered(rest, order)
        .slice(0, limit)
        .map((trace) => this.rowOf(trace)),
      total: inRange.length,
      hasMore: rest.length > limit,
      histogram: durationHistogram(fitting.map(({ summary }) => summary)),
    };
  }

  rowOf(trace: StoredTrace): TraceRow {
    const { summary, sequence, droppedSpanCount, isKept, origin, traceId } = trace;
    const logCount = this.options.logCountOf?.(traceId) ?? 0;
    return { ...summary, sequence, droppedSpanCount, logCount, isKept, isImported: origin === 'imported' };
  }

  /** Of all traces, those that changed last first; in each the spans that ended last first. */
  *spans(): Iterable<{ readonly trace: StoredTrace; readonly span: DetailedSpan }> {
    for (const trace of newestFirst(this.all())) for (const span of trace.spans.toReversed()) yield { trace, span };
  }

  /** @param logCounts lines of the log by span id */
  detail(traceId: string, logCounts: ReadonlyMap<string, number> = new Map()): SpanTree | undefined {
    const trace = this.traces.get(traceId);
    return trace && spanTreeOf(trace, logCounts);
  }

  /** The one before and the one after, by their start, of the same root: method and route, or what else its work is called. */
  neighboursOf({ summary, traceId }: StoredTrace): { readonly previous: string | null; readonly next: string | null } {
    const alike = this.all()
      .map((trace) => trace.summary)
      .filter(({ name, kind }) => name === summary.name && kind === summary.kind)
      .toSorted((one, other) => one.startedAtMs - other.startedAtMs);
    const index = alike.findIndex((one) => one.traceId === traceId);
    return { previous: alike[index - 1]?.traceId ?? null, next: alike[index + 1]?.traceId ?? null };
  }

  /** Traces that changed after `sequence`, the last first, at most `limit`; and how many more there are. */
  changedSince(sequence: number, limit: number): { readonly rows: readonly TraceRow[]; readonly omitted: number } {
    if (sequence >= this.lastSequence) return { rows: [], omitted: 0 };
    const changed = newestFirst(this.all().filter((trace) => trace.sequence > sequence));
    const rows = changed.slice(0, limit).map((trace) => this.rowOf(trace));
    return { rows, omitted: changed.length - rows.length };
  }

  /** Ids of traces that left after `sequence` and have not come back with a late span. */
  removedSince(sequence: number): string[] {
    if (sequence >= this.lastSequence) return [];
    return [...new Set(this.removed.since(sequence))].filter((traceId) => !this.traces.has(traceId));
  }

  /** @returns how many traces there were */
  clear(): number {
    const { size } = this.traces;
    for (const trace of this.all()) this.remove(trace);
    this.queue.clear();
    this.keptBack.clear();
    return size;
  }

  private begin(traceId: string, origin: TraceOrigin): StoredTrace {
    const trace = new StoredTrace(traceId, origin);
    this.traces.set(traceId, trace);
    this.queue.push(trace);
    this.bytes += trace.bytes;
    return trace;
  }

  private keepBack(trace: StoredTrace, span: DetailedSpan): void {
    const isRoot = isLocalRoot(span);
    if (hasFailed(span)) this.keptBack.addFailed(trace, isRoot);
    if (isRoot) this.keptBack.addRoot(trace, span.name, durationMsOf(span));
  }

  private isOver(): boolean {
    return this.bytes > this.options.maxBytes || this.traces.size > this.options.maxTraces;
  }

  private makeRoom(): void {
    while (this.isOver()) {
      const trace = this.queue.shift();
      if (trace === undefined) return;
      if (this.chances.spares(trace, this.queue.length + 1)) this.queue.push(trace);
      else this.evict(trace);
    }
  }

  private evict(trace: StoredTrace): void {
    this.remove(trace);
    this.evicted++;
  }

  private remove(trace: StoredTrace): void {
    this.traces.delete(trace.traceId);
    this.keptBack.forget(trace);
    this.bytes -= trace.bytes;
    this.spansHeld -= trace.spans.length;
    this.removed.add(trace.traceId, ++this.lastSequence);
  }
}

function newestFirst(traces: readonly StoredTrace[]): StoredTrace[] {
  return traces.toSorted((one, other) => other.sequence - one.sequence);
}

function isWanted(trace: StoredTrace, { predicate, fromMs = 0, toMs = Infinity }: TraceSelection): boolean {
  const { summary, spans } = trace;
  const isInTime = summary.startedAtMs >= fromMs && summary.startedAtMs <= toMs;
  return isInTime && (predicate === undefined || predicate(summary, spans));
}
