/**
 * Spans of a document in OTLP JSON, which anybody may have written: each is read field by field into an object of ours, nothing of the
 * document itself is kept. What has no ids, no name or no times is refused and counted; fields that nobody knows are ignored, as OTLP
 * asks of those who read.
 */
import { SpanKind, type HrTime, type Link, type SpanContext, type SpanStatus } from '@opentelemetry/api';
import { invalid } from '../../endpoints/index.js';
import type { DetailedSpan, SpanEvent } from '../../tracing/index.js';
import { attributesIn, listIn, recordIn } from './any-value.js';
import { HAS_IS_REMOTE, IS_REMOTE, KIND_ATTRIBUTE, REQUEST_ID_ATTRIBUTE } from './trace-document.js';

export interface ReadSpans {
  readonly spans: readonly DetailedSpan[];
  readonly rejectedCount: number;
}

type Raw = Readonly<Record<string, unknown>>;

/** What the spans of one entry have in common. */
type Surroundings = Pick<DetailedSpan, 'resource' | 'instrumentationScope'>;

const MAX_ITEMS = 128;
const MAX_NAME_LENGTH = 1_000;
const NANOS_PER_SECOND = 1_000_000_000n;

/** @throws ApiProblem with 400 where it is no such document, or has no span that can be read */
export function readTraceDocument(document: unknown): ReadSpans {
  const { resourceSpans } = recordIn(document);
  if (!Array.isArray(resourceSpans))
    throw invalid('otlp must be a document of OTLP JSON with a list resourceSpans', 'send what `GET export` answers');
  const read = resourceSpans.flatMap((entry) => spansOfResource(recordIn(entry)));
  const spans = read.filter((span) => span !== undefined);
  if (spans.length === 0)
    throw invalid('otlp has no span with ids, a name and times', 'send what `GET export` answers');
  return { spans: withKnownParents(spans), rejectedCount: read.length - spans.length };
}

function spansOfResource({ resource, scopeSpans }: Raw): (DetailedSpan | undefined)[] {
  const attributes = attributesIn(recordIn(resource)['attributes']);
  return listIn(scopeSpans).flatMap((entry) => {
    const { scope, spans } = recordIn(entry);
    const { name, version } = recordIn(scope);
    const instrumentationScope = { name: textIn(name), ...(typeof version === 'string' && { version }) };
    return listIn(spans).map((span) => spanIn(recordIn(span), { resource: { attributes }, instrumentationScope }));
  });
}

function spanIn(raw: Raw, surroundings: Surroundings): DetailedSpan | undefined {
  const context = contextIn(raw);
  const startTime = timeIn(raw['startTimeUnixNano']);
  const endTime = timeIn(raw['endTimeUnixNano']);
  if (context === undefined || startTime === undefined || endTime === undefined || typeof raw['name'] !== 'string')
    return undefined;
  const duration = durationOf(startTime, endTime);
  if (duration === undefined) return undefined;
  const { [KIND_ATTRIBUTE]: kind, [REQUEST_ID_ATTRIBUTE]: requestId, ...attributes } = attributesIn(raw['attributes']);
  return {
    ...surroundings,
    startTime,
    endTime,
    duration,
    attributes,
    name: textIn(raw['name']),
    kind: kindIn(raw['kind']),
    spanContext: () => context,
    parentSpanContext: parentIn(raw, context),
    status: statusIn(recordIn(raw['status'])),
    events: listIn(raw['events'])
      .slice(0, MAX_ITEMS)
      .map(eventIn)
      .filter((event) => event !== undefined),
    links: listIn(raw['links'])
      .slice(0, MAX_ITEMS)
      .map(linkIn)
      .filter((link) => link !== undefined),
    droppedAttributesCount: countIn(raw['droppedAttributesCount']),
    ...(typeof kind === 'string' && { operationKind: kind }),
    ...(typeof requestId === 'string' && { requestId }),
  };
}

function contextIn({ traceId, spanId, flags }: Raw): SpanContext | undefined {
  if (!isId(traceId, 32) || !isId(spanId, 16)) return undefined;
  return { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase(), traceFlags: countIn(flags) & 0xff };
}

/** Where the document does not say whether it is remote, `withKnownParents` decides. */
function parentIn({ parentSpanId, flags }: Raw, { traceId, traceFlags }: SpanContext): SpanContext | undefined {
  if (!isId(parentSpanId, 16)) return undefined;
  const bits = countIn(flags);
  const isKnown = (bits & HAS_IS_REMOTE) !== 0;
  const isRemote = isKnown ? (bits & IS_REMOTE) !== 0 : undefined;
  return { traceId, spanId: parentSpanId.toLowerCase(), traceFlags, ...(isRemote !== undefined && { isRemote }) };
}

/** A parent that is nowhere in the document is somebody else's. */
function withKnownParents(spans: readonly DetailedSpan[]): DetailedSpan[] {
  const ids = new Set(spans.map((span) => keyOf(span.spanContext())));
  return spans.map((span) => {
    const { parentSpanContext: parent } = span;
    if (parent === undefined || parent.isRemote !== undefined) return span;
    return { ...span, parentSpanContext: { ...parent, isRemote: !ids.has(keyOf(parent)) } };
  });
}

function keyOf({ traceId, spanId }: SpanContext): string {
  return traceId + spanId;
}

function eventIn(value: unknown): SpanEvent | undefined {
  const { name, timeUnixNano, attributes } = recordIn(value);
  const time = timeIn(timeUnixNano);
  return time && { name: textIn(name), time, attributes: attributesIn(attributes) };
}

function linkIn(value: unknown): Link | undefined {
  const raw = recordIn(value);
  const context = contextIn(raw);
  return context && { context, attributes: attributesIn(raw['attributes']) };
}

function statusIn({ code, message }: Raw): SpanStatus {
  const isKnown = code === 1 || code === 2;
  return { code: isKnown ? code : 0, ...(typeof message === 'string' && { message }) };
}

function kindIn(kind: unknown): SpanKind {
  const known = countIn(kind) - 1;
  return known in SpanKind ? known : SpanKind.INTERNAL;
}

/** Nanoseconds since the epoch, of 64 bits: a text, as the standard has it, or a number. */
function timeIn(value: unknown): HrTime | undefined {
  const isNumber = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (!isNumber && !(typeof value === 'string' && /^\d{1,19}$/.test(value))) return undefined;
  const nanos = BigInt(value as string | number);
  return [Number(nanos / NANOS_PER_SECOND), Number(nanos % NANOS_PER_SECOND)];
}

/** Undefined for an end before its start. */
function durationOf(start: HrTime, end: HrTime): HrTime | undefined {
  const nanos = end[1] - start[1];
  const duration: HrTime = nanos < 0 ? [end[0] - start[0] - 1, nanos + 1e9] : [end[0] - start[0], nanos];
  return duration[0] < 0 ? undefined : duration;
}

function isId(value: unknown, length: number): value is string {
  return typeof value === 'string' && value.length === length && /^[\da-f]*[1-9a-f][\da-f]*$/i.test(value);
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_NAME_LENGTH) : '';
}

function countIn(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
