/**
 * The span of an operation that is recorded. Processors, exporters and users of the API find what OpenTelemetry's SDK would have given
 * them (its ReadableSpan, with the behaviour of SDK 2; a spec compares the two), for a fraction of the price: times stay numbers until
 * somebody reads them, attributes are written once, into the one object that is exported, and lists exist when something is in them.
 */
import { inspect } from 'node:util';
import {
  diag,
  SpanStatusCode,
  TraceFlags,
  type Attributes,
  type AttributeValue,
  type Exception,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  type TimeInput,
} from '@opentelemetry/api';
import type { SpanLimitsConfig } from '../config/index.js';
import type { Clock, OperationKind } from '../kernel/index.js';
import { isAttribute, limited, shortened, type LimitedAttributes } from './attribute-values.js';
import { epochMsOf, hrDuration, hrTimeOf, isHrTime } from './hr-time.js';
import { randomSpanId, randomTraceId } from './random-ids.js';
import type { DetailedSpan, SpanEvent } from './span-consumer.js';
import { redactedAttributes, type SpanRedactor } from './span-redactor.js';
import type { SpanResource } from './span-resource.js';

/** What the spans of one application have in common. */
export interface SpanHome {
  readonly resource: SpanResource;
  readonly instrumentationScope: { readonly name: string; readonly version?: string; readonly schemaUrl?: string };
  readonly limits: SpanLimitsConfig;
  /** Tells when something happened whose time nobody said. */
  readonly clock: Clock;
  /** Of what the application and other libraries write into a span through OpenTelemetry's API. */
  readonly redact?: SpanRedactor | undefined;
  /** Gets each span once, when it has ended. */
  readonly onEnd: (span: RecordedSpan) => void;
}

/** How a span begins. */
export interface SpanStart {
  readonly name: string;
  readonly kind: SpanKind;
  /** Milliseconds since the Unix epoch, with a fraction. */
  readonly startEpochMs: number;
  readonly attributes?: Attributes | undefined;
  readonly links?: readonly Link[] | undefined;
  /** What is observed; undefined for spans that are no operation. */
  readonly operationKind?: OperationKind | undefined;
}

/** The SDK's limit for each event and each link, which has no variable of its own here. */
const ATTRIBUTES_PER_ITEM = 128;

export class RecordedSpan implements Span, DetailedSpan {
  name: string;
  readonly kind: SpanKind;
  readonly operationKind: OperationKind | undefined;
  /** Of the request that entered with it. */
  requestId: string | undefined = undefined;
  readonly resource: SpanResource;
  readonly instrumentationScope: SpanHome['instrumentationScope'];
  readonly attributes: Attributes = {};
  status: SpanStatus = { code: SpanStatusCode.UNSET };
  ended = false;
  droppedAttributesCount = 0;
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  readonly startEpochMs: number;
  /** 0 until the span has ended. */
  endEpochMs = 0;
  private readonly context: SpanContext;
  /** Undefined while what is written was redacted before. */
  private redact: SpanRedactor | undefined = undefined;
  private attributeWrites = 0;
  private eventList: (SpanEvent & LimitedAttributes)[] | undefined = undefined;
  private linkList: Link[] | undefined = undefined;
  /** As it was given: a number of milliseconds since the epoch has no room for single nanoseconds. */
  private exactEnd: HrTime | undefined = undefined;

  /** @param parentSpanContext of a valid parent */
  constructor(
    private readonly home: SpanHome,
    { name, kind, startEpochMs, attributes, links, operationKind }: SpanStart,
    readonly parentSpanContext: SpanContext | undefined,
  ) {
    this.name = name;
    this.kind = kind;
    this.operationKind = operationKind;
    this.startEpochMs = startEpochMs;
    this.resource = home.resource;
    this.instrumentationScope = home.instrumentationScope;
    this.context = contextBelow(parentSpanContext);
    if (links !== undefined) this.addLinks(links);
    if (attributes !== undefined) this.setAttributes(attributes);
    this.redact = home.redact;
  }

  spanContext(): SpanContext {
    return this.context;
  }

  isRecording(): boolean {
    return !this.ended;
  }

  setAttribute(name: string, value: AttributeValue): this {
    if (value == null || this.isTooLate() || !isAttribute(name, value)) return this;
    const { attributeValueLength = Infinity } = this.home.limits;
    const shown = this.redact === undefined ? value : this.redact.attribute(name, value);
    if (this.hasRoomFor(name)) this.attributes[name] = shortened(shown, attributeValueLength);
    else this.droppedAttributesCount++;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const [name, value] of Object.entries(attributes ?? {})) this.setAttribute(name, value!);
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.isTooLate()) return this;
    const isTimeSecond = isTime(attributesOrTime);
    const at = isTimeSecond && !isTime(time) ? attributesOrTime : time;
    const attributes = isTimeSecond ? undefined : (attributesOrTime as Attributes | undefined);
    const shown = this.redact?.text(name) ?? name;
    const event = { name: shown, time: this.hrTimeAt(at), ...this.shownAttributes(attributes) };
    this.droppedEventsCount += append((this.eventList ??= []), event, this.home.limits.eventCount);
    return this;
  }

  addLink({ context, attributes: given }: Link): this {
    if (this.isTooLate()) return this;
    const { attributes, droppedAttributesCount } = this.shownAttributes(given);
    const link: Link = {
      context,
      ...(Object.keys(attributes).length > 0 && { attributes }),
      ...(droppedAttributesCount > 0 && { droppedAttributesCount }),
    };
    this.droppedLinksCount += append((this.linkList ??= []), link, this.home.limits.linkCount);
    return this;
  }

  addLinks(links: readonly Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  /** Ok is final, Error can be said again, Unset says nothing; only an error has a message. */
  setStatus({ code, message }: SpanStatus): this {
    if (this.isTooLate() || code === SpanStatusCode.UNSET || this.status.code === SpanStatusCode.OK) return this;
    const isTelling = code === SpanStatusCode.ERROR && typeof message === 'string';
    this.status = isTelling ? { code, message: this.redact?.text(message) ?? message } : { code };
    return this;
  }

  updateName(name: string): this {
    if (!this.isTooLate()) this.name = this.redact?.text(name) ?? name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    const attributes = exceptionAttributes(exception);
    const isTelling = attributes['exception.type'] !== undefined || attributes['exception.message'] !== undefined;
    if (isTelling) this.addEvent('exception', attributes, time);
    else diag.warn('An exception needs a type or a message to be recorded');
  }

  /** Until its end: who writes now has redacted it. */
  trustWriter(): void {
    this.redact = undefined;
  }

  end(time?: TimeInput): void {
    if (this.isTooLate()) return;
    this.exactEnd = this.hrTimeAt(time);
    this.settle(epochMsOf(this.exactEnd));
  }

  /** Ends it at a time in milliseconds since the Unix epoch. */
  endAt(epochMs: number): void {
    if (!this.isTooLate()) this.settle(epochMs);
  }

  get startTime(): HrTime {
    return hrTimeOf(this.startEpochMs);
  }

  get endTime(): HrTime {
    if (!this.ended) return [0, 0];
    return (this.exactEnd ??= hrTimeOf(this.endEpochMs));
  }

  get duration(): HrTime {
    return this.ended ? hrDuration(this.startTime, this.endTime) : [-1, -1];
  }

  get events(): (SpanEvent & LimitedAttributes)[] {
    return (this.eventList ??= []);
  }

  get links(): Link[] {
    return (this.linkList ??= []);
  }

  get isPlain(): boolean {
    return this.eventList === undefined && this.linkList === undefined;
  }

  /** For readers of SDK 1. */
  get parentSpanId(): string | undefined {
    return this.parentSpanContext?.spanId;
  }

  /** For readers of SDK 1. */
  get instrumentationLibrary(): SpanHome['instrumentationScope'] {
    return this.instrumentationScope;
  }

  [inspect.custom](): object {
    const { name, kind, context, parentSpanContext, status, startTime, endTime, attributes, events, links } = this;
    return {
      name,
      kind,
      spanContext: context,
      parentSpanContext,
      status,
      startTime,
      endTime,
      attributes,
      events,
      links,
    };
  }

  private settle(endEpochMs: number): void {
    this.endEpochMs = endEpochMs;
    if (endEpochMs < this.startEpochMs) this.endWhereItStarted();
    this.ended = true;
    this.home.onEnd(this);
  }

  private endWhereItStarted(): void {
    diag.warn(`Span ${this.name} ends before it starts; its duration is set to 0`);
    this.endEpochMs = this.startEpochMs;
    this.exactEnd = undefined;
  }

  private isTooLate(): boolean {
    if (this.ended) diag.warn(`Span ${this.name} (${this.context.spanId}) has ended and takes nothing more`);
    return this.ended;
  }

  private hasRoomFor(name: string): boolean {
    const { attributeCount } = this.home.limits;
    // Writes are at least as many as attributes, and cheaper to count.
    if (this.attributeWrites++ < attributeCount) return true;
    return Object.hasOwn(this.attributes, name) || Object.keys(this.attributes).length < attributeCount;
  }

  /** Of an event or a link. */
  private shownAttributes(given: Attributes | undefined): LimitedAttributes {
    const { attributeValueLength: valueLength = Infinity } = this.home.limits;
    const { redact } = this;
    const shown = redact === undefined || typeof given !== 'object' ? given : redactedAttributes(given ?? {}, redact);
    return limited(shown, { count: ATTRIBUTES_PER_ITEM, valueLength });
  }

  private hrTimeAt(time: unknown): HrTime {
    const { clock } = this.home;
    if (typeof time === 'number') return hrTimeOf(time <= clock.now() ? clock.toEpochMs(time) : time);
    if (time instanceof Date) return hrTimeOf(time.getTime());
    return isHrTime(time) ? time : hrTimeOf(clock.toEpochMs(clock.now()));
  }
}

function contextBelow(parent: SpanContext | undefined): SpanContext {
  return {
    traceId: parent === undefined ? randomTraceId() : parent.traceId,
    spanId: randomSpanId(),
    traceFlags: TraceFlags.SAMPLED,
    traceState: parent?.traceState,
  };
}

/** Adds to a list that keeps the newest `limit` items; returns how many were dropped for it. */
function append<T>(list: T[], item: T, limit: number): 0 | 1 {
  list.push(item);
  if (list.length <= limit) return 0;
  list.shift();
  return 1;
}

function isTime(value: unknown): value is TimeInput {
  return typeof value === 'number' || value instanceof Date || isHrTime(value);
}

/** Whatever was thrown: anything may be. */
function exceptionAttributes(exception: Exception | null | undefined): Attributes {
  if (typeof exception === 'string') return exceptionAttributes({ message: exception });
  const { code, name, message, stack } = exception ?? { message: '' };
  const type = code ? String(code) : name;
  return {
    ...(type && { 'exception.type': type }),
    ...(message && { 'exception.message': message }),
    ...(stack && { 'exception.stacktrace': stack }),
  };
}
