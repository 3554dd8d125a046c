/**
 * Makes spans of operations. Sampling is decided before any span exists: an operation that is not recorded gets a small
 * stand-in with ids on demand, one that is recorded a span of the SDK with the operation's own two clock readings.
 */
import {
  isSpanContextValid,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes as SpanAttributes,
  type AttributeValue,
  type Context,
  type HrTime,
  type Link,
  type Span,
  type SpanOptions,
} from '@opentelemetry/api';
import {
  AUTO_TRACED,
  errorMessageOf,
  errorTypeOf,
  isExpectedError,
  isOptedOut,
  isTelemetrySuppressed,
  spanIn,
  type Attributes,
  type Callsite,
  type Clock,
  type Diagnostics,
  type Operation,
  type OperationEvent,
  type OperationHandler,
  type OperationPipeline,
} from '../kernel/index.js';
import type { ClassFilter } from '../config/index.js';
import { claimPipeline } from './global-tracers.js';
import { NO_TRACE } from './no-trace.decorator.js';
import { attributeValueOf, hrTimeOf, isEntry, scopeAttributes, spanKindOf } from './operation-span.js';
import { isSampled } from './sampling.js';
import { SiblingFolding, type FoldedSpans, type FoldingSettings } from './sibling-folding.js';
import { markedParameters, type MarkedParameter } from './span-attribute.decorator.js';
import { OwnSpans, type SpanFactory } from './span-factory.js';
import { TRACED, type TracedAspect } from './traced.decorator.js';
import { UnsampledSpan } from './unsampled-span.js';

/** Hides secrets before the SDK sees them. */
export interface SpanRedactor {
  attribute(name: string, value: AttributeValue): AttributeValue;
  text(text: string): string;
}

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

const KEEP_ALL: SpanRedactor = { attribute: (_name, value) => value, text: (text) => text };

export class TracingHandler implements OperationHandler, FoldedSpans {
  readonly name = 'tracing';
  private readonly spans: SpanFactory;
  private readonly diagnostics: Diagnostics;
  private readonly clock: Clock;
  private readonly recordsExceptionEvents: boolean;
  private readonly redact: SpanRedactor;
  private readonly autoTraces: ClassFilter;
  private readonly folding: SiblingFolding | undefined;
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
    if (!this.spans.isRecording || isOptedOut(callsite.original, NO_TRACE)) return false;
    return isPhase(callsite) || callsite.aspect(TRACED) !== undefined || this.isAutomatic(callsite);
  }

  /** Below a span its decision counts; without one a decorated method may begin a trace, nothing else may. */
  admits(callsite: Callsite, parent: Context): boolean {
    const span = spanIn(parent);
    const traced = tracedAspect(callsite);
    if (span === undefined || traced?.root === true) return traced !== undefined && this.spans.mayRecordRoots;
    return span.isRecording() || (!(span instanceof UnsampledSpan) && isSampled(span.spanContext()));
  }

  start(operation: Operation): void {
    if (operation.pipeline !== this.pipeline) this.claim(operation.pipeline);
    const { callsite, context: caller } = operation;
    if (isTelemetrySuppressed(caller) || (callsite !== undefined && this.isLeftOut(callsite, operation))) return;
    const parent = tracedAspect(callsite)?.root === true ? trace.deleteSpan(caller) : caller;
    const { attributes } = operation;
    const subject = { name: operation.name, route: attributes?.['http.route'] ?? attributes?.['url.path'] };
    operation.span = this.spans.shouldRecord(parent, subject)
      ? this.recordedSpan(operation, caller, parent)
      : unsampledBelow(spanIn(parent));
  }

  event({ span }: Operation, { name, attributes = {} }: OperationEvent): void {
    if (span?.isRecording() !== true) return;
    span.addEvent(name, this.redacted(attributes), this.hrTimeAt(this.clock.now()));
  }

  end(operation: Operation): void {
    const { span } = operation;
    if (span?.isRecording() !== true) return;
    if (this.folding?.leave(operation, isFailed(operation)) === true) return;
    this.folding?.close(operation);
    this.finish(span, operation);
  }

  open(operation: Operation, parent: Context): Span {
    return this.spans.start(spanNameOf(operation), this.optionsOf(operation, parent), parent);
  }

  finish(span: Span, operation: Operation): void {
    const endedAt = this.hrTimeAt(operation.endedAtMs);
    try {
      if (isFailed(operation)) this.markFailed(span, operation, endedAt);
      else if (operation.outcome === 'canceled') span.setAttribute('operation.canceled', true);
      span.updateName(spanNameOf(operation));
      this.describeTo(span, operation);
    } finally {
      span.end(endedAt);
    }
  }

  finishFold(span: Span, first: Operation, endedAtMs: number, attributes: Attributes): void {
    try {
      this.describeTo(span, first);
      this.put(span, attributes);
    } finally {
      span.end(this.hrTimeAt(endedAtMs));
    }
  }

  private recordedSpan(operation: Operation, caller: Context, parent: Context): Span {
    const fold = this.isRepeatable(operation) ? this.folding?.join(operation) : undefined;
    if (fold !== undefined) return fold;
    return this.spans.start(spanNameOf(operation), this.optionsOf(operation, caller), parent);
  }

  private claim(pipeline: OperationPipeline): void {
    this.pipeline = pipeline;
    if (this.spans instanceof OwnSpans) claimPipeline(pipeline, this.spans);
  }

  /** An operation that another handler wanted (a phase outside every span too), or that is to be skipped, makes no span. */
  private isLeftOut(callsite: Callsite, { kind, call, context: caller }: Operation): boolean {
    if (isOptedOut(callsite.original, NO_TRACE)) return true;
    const traced = tracedAspect(callsite);
    if (traced === undefined && kind === 'method' && !this.isAutomatic(callsite)) return true;
    if (traced === undefined) return (kind === 'method' || isPhase(callsite)) && spanIn(caller) === undefined;
    const { skip } = traced;
    return skip !== undefined && call !== undefined && this.ask('skip', () => skip(call.args), false);
  }

  /** Whether a method that nobody decorated is to have spans. */
  private isAutomatic(callsite: Callsite): boolean {
    const { kind, className } = callsite;
    if (kind !== 'method' || callsite.aspect(AUTO_TRACED) === undefined) return false;
    return callsite.aspect(TRACED) === undefined && this.autoTraces(className);
  }

  /** Queries are what a loop over methods repeats most. A call that a source has made its own (a cron run) is told apart. */
  private isRepeatable({ kind, callsite }: Operation): boolean {
    if (kind !== 'method') return kind === 'database.query' || kind === 'graphql.resolver';
    return callsite !== undefined && this.isAutomatic(callsite);
  }

  private hrTimeAt(reading: number): HrTime {
    return hrTimeOf(this.clock.toEpochMs(reading));
  }

  private optionsOf(operation: Operation, caller: Context): SpanOptions {
    const traced = tracedAspect(operation.callsite);
    return {
      kind: traced?.kind === undefined ? spanKindOf(operation.kind) : SpanKind[KIND_NAMES[traced.kind]],
      startTime: this.hrTimeAt(operation.startedAtMs),
      attributes: this.redacted({ ...operation.attributes, ...this.markedAttributes(operation) }),
      links: this.linksOf(operation, traced, caller),
    };
  }

  private redacted(attributes: Attributes): SpanAttributes {
    const redacted: SpanAttributes = {};
    for (const name in attributes) {
      const value = attributes[name];
      if (value !== undefined) redacted[name] = this.redact.attribute(name, value);
    }
    return redacted;
  }

  /** From each source straight to the span: merging them first would copy every attribute four times. */
  private describeTo(span: Span, operation: Operation): void {
    this.put(
      span,
      this.ask<Attributes>('attributes', () => operation.describe(), {}),
    );
    this.put(span, this.calledAttributes(operation));
    if (isEntry(operation)) this.put(span, identifiedScope(operation));
  }

  private put(span: Span, attributes: Attributes): void {
    for (const name in attributes) {
      const value = attributes[name];
      if (value !== undefined) span.setAttribute(name, this.redact.attribute(name, value));
    }
  }

  private linksOf({ links = [], call }: Operation, traced: TracedAspect | undefined, caller: Context): Link[] {
    const own = traced?.links;
    const asked = typeof own === 'function' ? this.ask('links', () => own(call?.args ?? []), []) : (own ?? []);
    const left = traced?.root === true ? linkTo(spanIn(caller)) : [];
    return [...left, ...links, ...asked];
  }

  private markedAttributes({ callsite, call }: Operation): Attributes {
    if (call === undefined || callsite?.aspect(TRACED) === undefined) return NO_ATTRIBUTES;
    const marked: readonly MarkedParameter[] = markedParameters(call.instance, callsite.methodName);
    if (marked.length === 0) return NO_ATTRIBUTES;
    return Object.fromEntries(marked.map(({ name, index }) => [name, attributeValueOf(call.args[index])]));
  }

  private calledAttributes({ callsite, call }: Operation): Attributes {
    const attributes = tracedAspect(callsite)?.attributes;
    if (typeof attributes !== 'function' || call === undefined)
      return (attributes as Attributes | undefined) ?? NO_ATTRIBUTES;
    return this.ask('attributes', () => attributes(call.args, call.result), {});
  }

  /** Expected answers (a 404, say) never come here: OpenTelemetry asks servers to leave their status unset. */
  private markFailed(span: Span, operation: Operation, endedAt: HrTime): void {
    const { error } = operation;
    const exception = this.exceptionOf(error);
    span.setStatus({ code: SpanStatusCode.ERROR, ...(exception && { message: exception.message }) });
    // A source that knows better (HTTP has the status) says so when it describes the operation.
    span.setAttribute('error.type', errorTypeOf(error));
    if (exception !== undefined && this.recordsExceptionEvents) span.recordException(exception, endedAt);
  }

  private exceptionOf(error: unknown): { name: string; message: string; stack?: string } | undefined {
    if (error === undefined) return undefined;
    if (!(error instanceof Error))
      return { name: errorTypeOf(error), message: this.redact.text(errorMessageOf(error)) };
    const { message, stack } = error;
    return {
      name: errorTypeOf(error),
      message: this.redact.text(message),
      ...(stack !== undefined && { stack: this.redact.text(stack) }),
    };
  }

  private ask<T>(phase: string, callback: () => T, fallback: T): T {
    return this.diagnostics.safely('tracing', phase, callback, fallback) ?? fallback;
  }
}

const NO_ATTRIBUTES: Attributes = Object.freeze({});

const KIND_NAMES = {
  internal: 'INTERNAL',
  server: 'SERVER',
  client: 'CLIENT',
  producer: 'PRODUCER',
  consumer: 'CONSUMER',
} as const;

function tracedAspect(callsite: Callsite | undefined): TracedAspect | undefined {
  return callsite?.aspect<TracedAspect>(TRACED)?.options;
}

function isPhase({ kind }: Callsite): boolean {
  return kind.startsWith('nest.') || kind === 'graphql.resolver';
}

function spanNameOf({ name, callsite }: Operation): string {
  const traced = tracedAspect(callsite);
  if (traced?.prefix !== undefined) return `${traced.prefix}.${callsite!.methodName}`;
  return traced?.name ?? name;
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

function identifiedScope(operation: Operation): Attributes {
  operation.pipeline.identify(operation);
  return scopeAttributes(operation.scope);
}
