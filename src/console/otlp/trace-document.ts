/**
 * Traces as OTLP's TracesData in JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): ids as hexadecimal digits,
 * enumerations as numbers, times as texts of nanoseconds. Any tool that reads OTLP reads it; `POST import` does.
 */
import type { HrTime, Link, SpanContext } from '@opentelemetry/api';
import type { DetailedSpan, SpanEvent } from '../../tracing/index.js';
import { keyValuesOf } from './any-value.js';

/** What OTLP has no field for, and a console wants back. */
export const KIND_ATTRIBUTE = 'operation.kind';
export const REQUEST_ID_ATTRIBUTE = 'operation.request_id';

// Bits 0 to 7 are W3C's flags; these say that it is known whether the parent is remote, and whether it is.
export const HAS_IS_REMOTE = 0x100;
export const IS_REMOTE = 0x200;

/** One entry of `resourceSpans` for each resource. */
export function resourceSpansOf(spans: readonly DetailedSpan[]): object[] {
  return [...grouped(spans, ({ resource }) => resource)].map(([resource, ofResource]) => ({
    resource: { attributes: keyValuesOf(resource.attributes) },
    scopeSpans: [...grouped(ofResource, ({ instrumentationScope }) => scopeKey(instrumentationScope))].map(
      ([, [first, ...others]]) => ({ scope: scopeOf(first!), spans: [first!, ...others].map(otlpSpan) }),
    ),
  }));
}

function otlpSpan(span: DetailedSpan): object {
  const { name, kind, parentSpanContext, attributes, events, links, status, operationKind, requestId } = span;
  const context = span.spanContext();
  const own = { [KIND_ATTRIBUTE]: operationKind, [REQUEST_ID_ATTRIBUTE]: requestId };
  return {
    ...idsOf(context),
    parentSpanId: parentSpanContext?.spanId ?? '',
    flags: flagsOf(context.traceFlags, parentSpanContext?.isRemote),
    name,
    // OTLP keeps 0 for a kind that is not given.
    kind: kind + 1,
    startTimeUnixNano: unixNano(span.startTime),
    endTimeUnixNano: unixNano(span.endTime),
    attributes: keyValuesOf({ ...attributes, ...own }),
    droppedAttributesCount: span.droppedAttributesCount ?? 0,
    events: events.map(otlpEvent),
    droppedEventsCount: span.droppedEventsCount ?? 0,
    links: links.map(otlpLink),
    droppedLinksCount: span.droppedLinksCount ?? 0,
    status: { code: status.code, ...(status.message !== undefined && { message: status.message }) },
  };
}

function otlpEvent({ name, time, attributes, droppedAttributesCount = 0 }: SpanEvent & Dropping): object {
  return { name, timeUnixNano: unixNano(time), attributes: keyValuesOf(attributes), droppedAttributesCount };
}

function otlpLink({ context, attributes, droppedAttributesCount = 0 }: Link): object {
  const flags = flagsOf(context.traceFlags, context.isRemote);
  return { ...idsOf(context), flags, attributes: keyValuesOf(attributes), droppedAttributesCount };
}

interface Dropping {
  readonly droppedAttributesCount?: number;
}

function idsOf({ traceId, spanId, traceState }: SpanContext): object {
  return { traceId, spanId, ...(traceState !== undefined && { traceState: traceState.serialize() }) };
}

function flagsOf(traceFlags: number, isRemote: boolean | undefined): number {
  return (traceFlags & 0xff) | HAS_IS_REMOTE | (isRemote === true ? IS_REMOTE : 0);
}

export function unixNano([seconds, nanos]: HrTime): string {
  return String(BigInt(seconds) * 1_000_000_000n + BigInt(nanos));
}

function scopeKey(scope: DetailedSpan['instrumentationScope']): string {
  return `${scope?.name ?? ''}\n${scope?.version ?? ''}`;
}

function scopeOf({ instrumentationScope: scope }: DetailedSpan): object {
  return { name: scope?.name ?? '', ...(scope?.version !== undefined && { version: scope.version }) };
}

function grouped<T, Key>(items: readonly T[], keyOf: (item: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
