/**
 * One unit of work with a start, an end and an outcome. Sources and decorators make operations, handlers react to them;
 * neither knows the other.
 */
import type { AttributeValue, Context, Link, Span } from '@opentelemetry/api';
import type { Callsite } from './callsite.js';
import type { LabelSet } from './label-set.js';
import type { OperationPipeline } from './operation-pipeline.js';

/**
 * The closed set of what can be observed.
 *
 * @example
 * ```ts
 * const entries: OperationKind[] = ['http.server', 'rpc.server', 'queue.process', 'schedule.run'];
 * ```
 */
export type OperationKind =
  | 'http.server'
  | 'http.client'
  | 'websocket.connection'
  | 'websocket.message'
  | 'sse.stream'
  | 'rpc.server'
  | 'rpc.client'
  | 'graphql.server'
  | 'schedule.run'
  | 'event.publish'
  | 'event.process'
  | 'queue.publish'
  | 'queue.process'
  | 'database.query'
  | 'cqrs.execution'
  | 'session'
  | 'connection'
  | 'transport.call'
  | 'child.process'
  | 'cache.load'
  | 'ai.completion'
  | 'journey.stage'
  | 'graphql.resolver'
  | 'nest.guard'
  | 'nest.pipe'
  | 'nest.interceptor'
  | 'nest.handler'
  | 'nest.filter'
  | 'phase'
  | 'method';

/** They last as long as somebody wants them to; nobody waits for their end, and none of them is slow. */
const LONG_LIVED: ReadonlySet<OperationKind> = new Set([
  'websocket.connection',
  'sse.stream',
  'session',
  'connection',
  'child.process',
  'journey.stage',
]);

export function isLongLived(kind: OperationKind): boolean {
  return LONG_LIVED.has(kind);
}

/**
 * How an operation ended: well, by an error, or because nobody wanted it any more.
 *
 * @example
 * ```ts
 * const colours: Record<Outcome, string> = { ok: 'green', error: 'red', canceled: 'grey' };
 * ```
 */
export type Outcome = 'ok' | 'error' | 'canceled';

/**
 * Facts of any value on an operation.
 * Any key=value; goes to spans and logs, never to metrics.
 *
 * @example
 * ```ts
 * const attributes: Attributes = { 'order.id': order.id, 'order.items': 3, 'order.gift': undefined };
 *
 * app.get(ObservabilityService).annotate(attributes);
 * ```
 */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/**
 * What all operations of one request, message or job share. Sources fill in what they know.
 */
export interface OperationScope {
  requestId?: string | undefined;
  correlationId?: string | undefined;
  /** The message, event or job that is being handled; for HTTP the request id. What it produces names it as its cause. */
  messageId?: string | undefined;
  /** The message that caused this one. */
  causationId?: string | undefined;
  userId?: string;
  sessionId?: string;
  /** The last error that a guard, pipe, interceptor, handler or filter of this work met. */
  error?: unknown;
  /** Asks the application who this is; set by sources, removed once answered (see `OperationPipeline.identify`). */
  identify?: (() => { userId?: string; sessionId?: string } | undefined) | undefined;
}

/** What is known of an operation when it begins. */
export interface OperationStart {
  readonly kind: OperationKind;
  /** Low-cardinality name: `GET /orders/:id`, `OrdersService.find`. */
  readonly name: string;
  /** Parent context; default is the active one. Entry points pass what they extracted from the carrier. */
  readonly context?: Context;
  /** Begin a new trace, linked to the caller's if there is one. */
  readonly isRoot?: boolean;
  readonly scope?: OperationScope;
  /** Bounded values, in the order of the convention's label names; more may follow before the end. */
  readonly labels?: string[];
  /** Labels that come again and again; instead of `labels`. */
  readonly labelSet?: LabelSet;
  readonly attributes?: Attributes | undefined;
  readonly subject?: OperationSubject;
  readonly links?: readonly Link[];
  readonly callsite?: Callsite;
  readonly call?: Call;
}

/** What an operation is about, described only for the handlers that ask: a request that nobody traces builds no attributes. */
export interface OperationSubject {
  /** Attributes under OpenTelemetry's stable names; called while the operation is open or just ended. */
  attributes(operation: Operation): Attributes;
}

/** One call of an observed method, for the callbacks that may look at it. */
export interface Call {
  readonly instance: unknown;
  readonly args: readonly unknown[];
  result?: unknown;
}

/** How an operation ends. */
export interface OperationEnd {
  readonly outcome: Outcome;
  readonly error?: unknown;
}

/** Something that happened inside an operation. */
export interface OperationEvent {
  readonly name: string;
  readonly attributes?: Attributes;
}

/**
 * One unit of work with a start, an end and an outcome: a request, a message, a query, a call.
 *
 * @example
 * ```ts
 * const sentence = ({ kind, name, outcome, durationMs }: Operation): string => `${kind} ${name}: ${outcome} after ${durationMs} ms`;
 *
 * app.get(ObservabilityService).on('operation.end', ({ operation }) => console.log(sentence(operation)));
 * ```
 */
export class Operation {
  readonly kind: OperationKind;
  /** What this is part of; the pipeline replaces one that has ended by the next one outwards. */
  parent: Operation | undefined;
  readonly scope: OperationScope;
  readonly subject: OperationSubject | undefined;
  readonly callsite: Callsite | undefined;
  readonly call: Call | undefined;
  readonly links: readonly Link[] | undefined;
  readonly isRoot: boolean;
  name: string;
  labels: string[];
  /** Where its labels are known ahead; says something while its values are the labels. */
  labelSet: LabelSet | undefined;
  /** Written by sources and by `annotate`; read by handlers at the end. */
  attributes: Record<string, AttributeValue | undefined> | undefined;
  endedAtMs = -1;
  outcome: Outcome | undefined;
  error: unknown;
  /** The span that represents this operation, recording or not; set by the tracing handler. */
  span: Span | undefined;
  /** Nobody records calls inside; set while handlers start. See `OperationHandler.declines`. */
  isSilent = false;
  /** Current for everything inside; made by the pipeline after the handlers have started. */
  context: Context;
  private slots: unknown[] | undefined;

  constructor(
    readonly pipeline: OperationPipeline,
    start: OperationStart,
    parentContext: Context,
    parent: Operation | undefined,
    readonly startedAtMs: number,
  ) {
    this.kind = start.kind;
    this.name = start.name;
    this.parent = parent;
    this.scope = start.scope ?? parent?.scope ?? {};
    this.subject = start.subject;
    this.callsite = start.callsite;
    this.call = start.call;
    this.links = start.links;
    this.isRoot = start.isRoot === true;
    this.labelSet = start.labelSet;
    this.labels = this.labelSet?.values ?? start.labels ?? NO_LABELS;
    this.attributes = start.attributes === undefined ? undefined : { ...start.attributes };
    this.context = parentContext;
  }

  get isEnded(): boolean {
    return this.outcome !== undefined;
  }

  /** Milliseconds between the two clock readings; 0 while the operation runs. */
  get durationMs(): number {
    return this.endedAtMs < 0 ? 0 : this.endedAtMs - this.startedAtMs;
  }

  /** Labels that come again and again: what records them need not look them up. */
  useLabels(set: LabelSet): void {
    this.labelSet = set;
    this.labels = set.values;
  }

  /** Adds attributes; an undefined value is left out, a later value wins. */
  annotate(attributes: Attributes): void {
    this.attributes = this.attributes === undefined ? { ...attributes } : Object.assign(this.attributes, attributes);
  }

  /** Everything known about it: the subject's attributes, then what was annotated. */
  describe(): Attributes {
    const known = this.subject?.attributes(this);
    if (known === undefined) return this.attributes ?? {};
    return this.attributes === undefined ? known : { ...known, ...this.attributes };
  }

  /** What `Slot.get` reads. */
  slotAt(index: number): unknown {
    return this.slots?.[index];
  }

  /** What `Slot.set` writes. */
  setSlotAt(index: number, value: unknown): void {
    (this.slots ??= emptySlots.slice())[index] = value;
  }
}

const NO_LABELS: string[] = [];

// Copied at its exact length; an array that grows is allocated with room for more.
const emptySlots: unknown[] = [];

/** A handler's private, typed place on every operation. */
export class Slot<T> {
  private readonly index = emptySlots.push(undefined) - 1;

  get(operation: Operation): T | undefined {
    return operation.slotAt(this.index) as T | undefined;
  }

  set(operation: Operation, value: T): void {
    operation.setSlotAt(this.index, value);
  }
}
