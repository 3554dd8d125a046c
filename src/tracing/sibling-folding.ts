/**
 * A loop that calls the same method 500 times shall not make 500 spans. The first few siblings of one name get their own; the
 * rest fold into one span with their number and the exact sum of their durations. Decided when a call starts: a folded one
 * costs no span, and the span of the fold stands for it, so that whatever happens inside (queries, outgoing calls, log
 * lines) has a parent that is really exported. The slowest and the failed get spans of their own afterwards.
 *
 * Every call is counted once: siblings of their own + the folds' counts = calls. A fold ends when its parent ends, or with
 * the last call that outlives the parent.
 */
import type { Context, Span, SpanContext } from '@opentelemetry/api';
import { Slot, spanIn, type Attributes, type Callsite, type Operation } from '../kernel/index.js';
import { SilentSpan } from './silent-span.js';

export interface FoldingSettings {
  /** So many siblings of one name have a span of their own. */
  readonly after: number;
  /** Of those that fold, so many of the slowest have one too. */
  readonly keepSlowest: number;
}

/** How the tracing handler makes spans for a fold. */
export interface FoldedSpans {
  /** A span that began with `operation`, below the span in `parent`. */
  open(operation: Operation, parent: Context): Span;
  /** Ends a span as the one of `operation`. */
  finish(span: Span, operation: Operation): void;
  /** Ends the span of a fold that began with `first`, at `endedAtMs` of the operations' clock. */
  finishFold(span: Span, first: Operation, endedAtMs: number, attributes: Attributes): void;
}

export class SiblingFolding {
  private readonly children = new Slot<Children>();
  private readonly folds = new Slot<Fold>();

  constructor(
    private readonly settings: FoldingSettings,
    private readonly spans: FoldedSpans,
  ) {}

  /** Asked when an operation starts: the span that stands for it, undefined when it shall have its own. */
  join(operation: Operation): Span | undefined {
    const parent = parentWithSpan(operation);
    // A span of the application's own between the two is nobody's operation: its end would not be noticed.
    if (parent === undefined || parent.isEnded || parent.span !== spanIn(operation.context)) return undefined;
    const sameName = this.childrenOf(parent).named(operation.callsite ?? operation.name);
    if (++sameName.started <= this.settings.after) return undefined;
    const fold = (sameName.fold ??= new Fold(operation, operation.context, this.settings.keepSlowest, this.spans));
    fold.enter();
    this.folds.set(operation, fold);
    return fold.span;
  }

  /** When an operation ends: true when its fold has taken care of it. */
  leave(operation: Operation, isFailed: boolean): boolean {
    const fold = this.folds.get(operation);
    fold?.leave(operation, isFailed);
    return fold !== undefined;
  }

  /** Before the span of an operation ends: what has folded below it is exported first. */
  close(operation: Operation): void {
    this.children.get(operation)?.close();
  }

  /** What runs inside folded calls has the fold's span as its parent, and the calls of all of them as siblings. */
  private childrenOf(parent: Operation): Children {
    let children = this.folds.get(parent)?.children ?? this.children.get(parent);
    if (children === undefined) this.children.set(parent, (children = new Children()));
    return children;
  }
}

function parentWithSpan({ parent }: Operation): Operation | undefined {
  let here = parent;
  while (here !== undefined && here.span === undefined) here = here.parent;
  return here;
}

interface SameName {
  started: number;
  fold: Fold | undefined;
}

/** The repeatable operations below one span. */
class Children {
  private readonly byName = new Map<Callsite | string, SameName>();

  named(name: Callsite | string): SameName {
    let same = this.byName.get(name);
    if (same === undefined) this.byName.set(name, (same = { started: 0, fold: undefined }));
    return same;
  }

  close(): void {
    for (const { fold } of this.byName.values()) fold?.parentEnds();
  }
}

class Fold {
  readonly span: FoldSpan;
  readonly children = new Children();
  private running = 0;
  private isParentOver = false;
  private count = 0;
  private sumMs = 0;
  private minMs = Infinity;
  private maxMs = 0;
  private endedAtMs = 0;
  /** In ascending order of duration. */
  private slowest: Operation[] = [];

  constructor(
    private readonly first: Operation,
    private readonly parent: Context,
    private readonly keepSlowest: number,
    private readonly spans: FoldedSpans,
  ) {
    this.span = new FoldSpan(spanIn(parent)!, () => spans.open(first, parent));
  }

  enter(): void {
    this.running++;
  }

  leave(operation: Operation, isFailed: boolean): void {
    this.running--;
    this.endedAtMs = Math.max(this.endedAtMs, operation.endedAtMs);
    if (isFailed) this.giveOwnSpan(operation);
    else this.keepOrCount(operation);
    this.endWithTheLast();
  }

  parentEnds(): void {
    this.isParentOver = true;
    this.endWithTheLast();
  }

  private endWithTheLast(): void {
    if (!this.isParentOver || this.running > 0 || this.span.isOver) return;
    this.children.close();
    // The fold has been shown as somebody's parent: then it shall stand for calls, and not be empty.
    if (this.count === 0 && this.span.isShown) for (const operation of this.slowest.splice(0)) this.add(operation);
    if (this.count > 0 || this.span.isShown) this.endSpan();
    this.span.isOver = true;
    for (const operation of this.slowest) this.giveOwnSpan(operation);
  }

  private endSpan(): void {
    this.spans.finishFold(this.span.show(), this.first, this.endedAtMs, {
      'operation.collapsed.count': this.count,
      'operation.collapsed.duration_sum_ms': this.sumMs,
      'operation.collapsed.duration_min_ms': this.count === 0 ? undefined : this.minMs,
      'operation.collapsed.duration_max_ms': this.count === 0 ? undefined : this.maxMs,
    });
  }

  private keepOrCount(operation: Operation): void {
    const { slowest, keepSlowest } = this;
    const isFull = slowest.length === keepSlowest;
    if (isFull && (keepSlowest === 0 || operation.durationMs <= slowest[0]!.durationMs)) return this.add(operation);
    const faster = slowest.findLastIndex(({ durationMs }) => durationMs <= operation.durationMs);
    slowest.splice(faster + 1, 0, operation);
    if (isFull) this.add(slowest.shift()!);
  }

  private add({ durationMs }: Operation): void {
    this.count++;
    this.sumMs += durationMs;
    this.minMs = Math.min(this.minMs, durationMs);
    this.maxMs = Math.max(this.maxMs, durationMs);
  }

  private giveOwnSpan(operation: Operation): void {
    this.spans.finish(this.spans.open(operation, this.parent), operation);
  }
}

/**
 * Stands for all calls of a fold. A real span is made when somebody wants its id, or when the fold ends. What one of many calls
 * says of itself would be read as said of all of them, and is not kept.
 */
class FoldSpan extends SilentSpan {
  isOver = false;
  private own: Span | undefined;

  constructor(
    private readonly above: Span,
    private readonly open: () => Span,
  ) {
    super();
  }

  get isShown(): boolean {
    return this.own !== undefined;
  }

  show(): Span {
    return (this.own ??= this.open());
  }

  spanContext(): SpanContext {
    const span = this.isOver ? (this.own ?? this.above) : this.show();
    return span.spanContext();
  }

  isRecording(): boolean {
    return !this.isOver;
  }
}
