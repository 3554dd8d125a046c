/**
 * Makes spans of operations. Sampling is decided before any span exists: an operation that is not recorded gets a small
 * stand-in with ids on demand, one that is recorded a span with the operation's own two clock readings. What follows from a
 * callsite alone is decided once (see SpanPlan), and everything an operation knows goes from its source straight onto the span.
 */
import {
  isSpanContextValid,
  SpanStatusCode,
  trace,
  type Attributes as SpanAttributes,
  type AttributeValue,
  type Context,
  type Link,
  type Span,
} from '@opentelemetry/api';
import {
  errorMessageOf,
  errorTypeOf,
  fingerprintOf,
  propertyOf,
  isExpectedError,
  isTelemetrySuppressed,
  spanIn,
  readAttributes,
  type Attributes,
  type Callsite,
  type Clock,
  type DeclinedPlaces,
  type Diagnostics,
  type Operation,
  type OperationEvent,
  type OperationHandler,
  type OperationPipeline,
} from '../kernel/index.js';
import type { ClassFilter } from '../config/index.js';
import { claimPipeline } from './global-tracers.js';
import { hrTimeOf } from './hr-time.js';
import { attributeValueOf, isEntry, spanKindOf } from './operation-span.js';
import { RecordedSpan } from './recorded-span.js';
import { isSampled } from './sampling.js';
import { SiblingFolding, type FoldedSpans, type FoldingSettings } from './sibling-folding.js';
import { markedParameters } from './span-attribute.decorator.js';
import { OwnSpans, type SpanFactory } from './span-factory.js';
import { SpanPlan, tracedAspect } from './span-plan.js';
import type { SpanRedactor } from './span-redactor.js';
import { UnsampledSpan } from './unsampled-span.js';

export interface TracingHandlerOptions {
  readonly spans: SpanFactory;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
  readonly recordsExceptionEvents?: boolean;
  readonly redact?: SpanRedactor | undefined;
  /** Classes whose methods have spans without a decorator. @default none */
  readonly autoTraces?: ClassFilter | undefined;
  /** How repeated spans of such methods fold. @default never */
  readonly folding?: FoldingSettings | undefined;
}

const KEEP_ALL: SpanRedactor = { attribute: (_name, value) => value, text: (text) => text, id: (id) => id };

export class TracingHandler implements OperationHandler, FoldedSpans {
  readonly name = 'tracing';
  private readonly spans: SpanFactory;
  private readonly diagnostics: Diagnostics;
  private readonly clock: Clock;
  private readonly recordsExceptionEvents: boolean;
  private readonly redact: SpanRedactor;
  private readonly autoTraces: ClassFilter;
  private readonly folding: SiblingFolding | undefined;
  private readonly plans = new WeakMap<Callsite, SpanPlan>();
  private pipeline: OperationPipeline | undefined;

  constructor(options: TracingHandlerOptions) {
    const { spans, diagnostics, clock, folding } = options;
    this.spans = spans;
    this.diagnostics = diagnostics;
    this.clock = clock;
    this.recordsExceptionEvents = options.recordsExceptionEvents ?? true;
    this.redact = options.redact ?? KEEP_ALL;
    this.autoTraces = options.autoTraces ?? (() => false);
    this.folding = folding && new SiblingFolding(folding, this);
  }

  /** Every kind: an operation that nobody records still has a trace id. */
  handles(): boolean {
    return true;
  }

  wants(callsite: Callsite): boolean {
    const { isOptedOut, isPhase, isAutomatic, traced } = this.planOf(callsite);
    return this.spans.isRecording && !isOptedOut && (isPhase || isAutomatic || traced !== undefined);
  }

  /** Below a span its decision counts; without one a decorated method may begin a trace, nothing else may. */
  admits(callsite: Callsite, parent: Context): boolean {
    const span = spanIn(parent);
    // Asked at each call, sampled or not: finding the aspect is quicker than finding the plan.
    const traced = tracedAspect(callsite);
    if (span === undefined || traced?.root === true) return traced !== undefined && this.spans.mayRecordRoots;
    return span.isRecording() || (!(span instanceof UnsampledSpan) && isSampled(span.spanContext()));
  }

  /** What `admits` says of every call in some places, known ahead; asked again when roots become possible or impossible. */
  declines(callsite: Callsite): DeclinedPlaces {
    const traced = tracedAspect(callsite);
    return { inSilence: traced?.root !== true, outside: traced === undefined || !this.spans.mayRecordRoots };
  }

  start(operation: Operation): void {
    if (operation.pipeline !== this.pipeline) this.claim(operation.pipeline);
    const { callsite, context: caller } = operation;
    if (isTelemetrySuppressed(caller)) return;
    const plan = callsite && this.planOf(callsite);
    if (plan !== undefined && this.isLeftOut(plan, operation)) return;
    const parent = plan?.traced?.root === true ? trace.deleteSpan(caller) : caller;
    operation.isSilent = !this.spans.shouldRecord(parent, operation);
    operation.span = operation.isSilent ? unsampledBelow(spanIn(parent)) : this.recordedSpan(operation, plan, parent);
  }

  event({ span }: Operation, { name, attributes }: OperationEvent): void {
    if (span?.isRecording() !== true) return;
    // A span of ours redacts what is written into it while it lasts.
    const told = span instanceof RecordedSpan ? attributes : this.redacted(attributes);
    span.addEvent(
      span instanceof RecordedSpan ? name : this.redact.text(name),
      told,
      hrTimeOf(this.epochMsOf(this.clock.now())),
    );
  }

  end(operation: Operation): void {
    const { span } = operation;
    if (span?.isRecording() !== true) return;
    if (this.folding?.leave(operation, isFailed(operation)) === true) return;
    this.folding?.close(operation);
    this.finish(span, operation);
  }

  open(operation: Operation, parent: Context): Span {
    const { callsite, kind, startedAtMs } = operation;
    const plan = callsite && this.planOf(callsite);
    const start = {
      name: plan?.name ?? operation.name,
      kind: plan?.kind ?? spanKindOf(kind),
      startEpochMs: this.epochMsOf(startedAtMs),
      attributes: this.attributesAtStart(operation, plan),
      links: this.linksOf(operation, plan),
      operationKind: kind,
    };
    return this.spans.start(start, parent);
  }

  finish(span: Span, operation: Operation): void {
    const { callsite, name, outcome } = operation;
    const plan = callsite && this.planOf(callsite);
    if (span instanceof RecordedSpan) span.trustWriter();
    try {
      if (isFailed(operation)) this.markFailed(span, operation);
      else if (outcome === 'canceled') span.setAttribute('operation.canceled', true);
      span.updateName(plan?.name ?? name);
      this.describeTo(span, operation, plan);
    } finally {
      this.spans.end(span, this.epochMsOf(operation.endedAtMs));
    }
  }

  finishFold(span: Span, first: Operation, endedAtMs: number, attributes: Attributes): void {
    if (span instanceof RecordedSpan) span.trustWriter();
    try {
      this.describeTo(span, first, first.callsite && this.planOf(first.callsite));
      this.put(span, attributes);
    } finally {
      this.spans.end(span, this.epochMsOf(endedAtMs));
    }
  }

  private recordedSpan(operation: Operation, plan: SpanPlan | undefined, parent: Context): Span {
    const fold = isRepeatable(operation, plan) ? this.folding?.join(operation) : undefined;
    return fold ?? this.open(operation, parent);
  }

  private claim(pipeline: OperationPipeline): void {
    this.pipeline = pipeline;
    if (this.spans instanceof OwnSpans) claimPipeline(pipeline, this.spans);
  }

  private planOf(callsite: Callsite): SpanPlan {
    let plan = this.plans.get(callsite);
    if (plan === undefined || plan.isOutdated)
      this.plans.set(callsite, (plan = new SpanPlan(callsite, this.autoTraces)));
    return plan;
  }

  /** An operation that another handler wanted (a phase outside every span too), or that is to be skipped, makes no span. */
  private isLeftOut(plan: SpanPlan, { kind, call, context: caller }: Operation): boolean {
    const { isOptedOut, isAutomatic, isPhase, traced } = plan;
    if (isOptedOut) return true;
    if (traced === undefined && kind === 'method' && !isAutomatic) return true;
    if (traced === undefined) return (kind === 'method' || isPhase) && spanIn(caller) === undefined;
    const { skip } = traced;
    return skip !== undefined && call !== undefined && this.ask('skip', () => skip(call.args), false);
  }

  private epochMsOf(reading: number): number {
    return this.clock.toEpochMs(reading);
  }

  /** Undefined in the usual case: most is known only when the operation ends. */
  private attributesAtStart({ attributes, callsite, call }: Operation, plan?: SpanPlan): SpanAttributes | undefined {
    const isTraced = call !== undefined && plan?.traced !== undefined;
    const marked = isTraced ? markedParameters(call.instance, callsite!.methodName) : [];
    if (attributes === undefined && marked.length === 0) return undefined;
    const known = this.redacted(attributes);
    for (const { name, index } of marked) this.keep(known, name, attributeValueOf(call!.args[index]));
    return known;
  }

  private redacted(attributes: Attributes | undefined): SpanAttributes {
    const redacted: SpanAttributes = {};
    for (const name in attributes) this.keep(redacted, name, attributes[name]);
    return redacted;
  }

  private keep(attributes: SpanAttributes, name: string, value: AttributeValue | undefined): void {
    if (value !== undefined) attributes[name] = this.redact.attribute(name, value);
  }

  /** From each source straight to the span: merging them first would copy every attribute four times. */
  private describeTo(span: Span, operation: Operation, plan: SpanPlan | undefined): void {
    try {
      this.put(span, operation.describe());
    } catch (error) {
      this.diagnostics.failed(this.name, 'attributes', error);
    }
    if (plan?.traced?.attributes !== undefined) this.put(span, this.askedAttributes(operation, plan.traced.attributes));
    if (isEntry(operation)) this.putScope(span, operation);
  }

  private put(span: Span, attributes: Attributes): void {
    for (const name in attributes) this.putOne(span, name, attributes[name]);
  }

  private putOne(span: Span, name: string, value: AttributeValue | undefined): void {
    if (value !== undefined) span.setAttribute(name, this.redact.attribute(name, value));
  }

  /** Who and what it was for: on one span of a request, not on each. */
  private putScope(span: Span, operation: Operation): void {
    operation.pipeline.identify(operation);
    const { userId, sessionId, correlationId, causationId, messageId, requestId } = operation.scope;
    this.putOne(span, 'user.id', userId);
    this.putOne(span, 'session.id', sessionId);
    this.putOne(span, 'correlation.id', correlationId);
    this.putOne(span, 'causation.id', causationId);
    if (span instanceof RecordedSpan && requestId !== undefined) span.requestId = this.redact.id(requestId);
    // The message's id, where it is not the request's.
    if (messageId !== requestId) this.putOne(span, 'event.id', messageId);
  }

  private linksOf({ links, call, context: caller }: Operation, plan: SpanPlan | undefined): Link[] | undefined {
    const traced = plan?.traced;
    const own = traced?.links;
    if (links === undefined && own === undefined && traced?.root !== true) return undefined;
    const asked = typeof own === 'function' ? this.askedLinks(() => own(call?.args ?? [])) : (own ?? []);
    const left = traced?.root === true ? linkTo(spanIn(caller)) : [];
    return [...left, ...(links ?? []), ...asked];
  }

  private askedLinks(ask: () => readonly Link[]): readonly Link[] {
    const given = this.ask('links', ask, []);
    return this.ask('links', () => listOf(given), []);
  }

  private askedAttributes({ call }: Operation, attributes: NonNullable<TracedAttributes>): Attributes {
    if (typeof attributes !== 'function') return attributes;
    if (call === undefined) return {};
    const given = this.ask('attributes', () => attributes(call.args, call.result), {});
    return this.ask('attributes', () => readAttributes(given), {});
  }

  /** Expected answers (a 404, say) never come here: OpenTelemetry asks servers to leave their status unset. */
  private markFailed(span: Span, { error, endedAtMs }: Operation): void {
    const exception = this.exceptionOf(error);
    span.setStatus({ code: SpanStatusCode.ERROR, ...(exception && { message: exception.message }) });
    // A source that knows better (HTTP has the status) says so when it describes the operation.
    span.setAttribute('error.type', errorTypeOf(error));
    if (exception === undefined) return;
    span.setAttribute('exception.fingerprint', fingerprintOf(error));
    if (!this.recordsExceptionEvents) return;
    span.recordException(exception, hrTimeOf(this.epochMsOf(endedAtMs)));
  }

  private exceptionOf(error: unknown): { name: string; message: string; stack?: string } | undefined {
    if (error === undefined) return undefined;
    const stack = propertyOf(error, 'stack');
    return {
      name: errorTypeOf(error),
      message: this.redact.text(errorMessageOf(error)),
      ...(typeof stack === 'string' && { stack: this.redact.text(stack) }),
    };
  }

  private ask<T>(phase: string, callback: () => T, fallback: T): T {
    return this.diagnostics.safely(this.name, phase, callback, fallback) ?? fallback;
  }
}

/** An iterator may have no end. */
function listOf(given: readonly Link[]): readonly Link[] {
  if (!Array.isArray(given)) throw new TypeError(`links must be a list; got ${typeof given}`);
  return given;
}

type TracedAttributes = NonNullable<SpanPlan['traced']>['attributes'];

/** Queries are what a loop over methods repeats most. A call that a source has made its own (a cron run) is told apart. */
function isRepeatable({ kind }: Operation, plan: SpanPlan | undefined): boolean {
  if (kind === 'method') return plan?.isAutomatic === true;
  return kind === 'database.query' || kind === 'graphql.resolver';
}

/** Inside an unsampled operation the same stand-in serves: there is no span whose parent it could be. */
function unsampledBelow(parent: Span | undefined): Span {
  return parent instanceof UnsampledSpan ? parent : new UnsampledSpan(parent);
}

function linkTo(span: Span | undefined): Link[] {
  if (span === undefined || span instanceof UnsampledSpan) return [];
  const context = span.spanContext();
  return isSpanContextValid(context) ? [{ context }] : [];
}

function isFailed({ outcome, error }: Operation): boolean {
  return outcome === 'error' && !isExpectedError(error);
}
