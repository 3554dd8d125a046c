/**
 * A finished span as OTLP's Span, by the field numbers of opentelemetry/proto/trace/v1/trace.proto
 * (https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/trace/v1/trace.proto).
 */
import type { Attributes, Link, SpanContext, SpanStatus } from '@opentelemetry/api';
import type { FinishedSpan, SpanEvent } from '../tracing/index.js';
import type { OtlpWriter } from './otlp-writer.js';
import { fixed32Field, fixed64Field, lengthField, varintField } from './protobuf-writer.js';

/** A finished span with what OTLP says of it beyond the needs of other consumers. */
export interface OtlpSpan extends FinishedSpan {
  readonly resource: OtlpResource;
  readonly instrumentationScope: OtlpScope;
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
}

export interface OtlpResource {
  readonly attributes: Attributes;
  readonly schemaUrl?: string;
}

/** The library that made a span. */
export interface OtlpScope {
  readonly name: string;
  readonly version?: string;
  readonly schemaUrl?: string;
  readonly attributes?: Attributes;
  readonly droppedAttributesCount?: number;
}

const SPAN = {
  traceId: lengthField(1),
  spanId: lengthField(2),
  traceState: lengthField(3),
  parentSpanId: lengthField(4),
  name: lengthField(5),
  kind: varintField(6),
  startTime: fixed64Field(7),
  endTime: fixed64Field(8),
  attributes: lengthField(9),
  droppedAttributes: varintField(10),
  events: lengthField(11),
  droppedEvents: varintField(12),
  links: lengthField(13),
  droppedLinks: varintField(14),
  status: lengthField(15),
  flags: fixed32Field(16),
} as const;

const EVENT = {
  time: fixed64Field(1),
  name: lengthField(2),
  attributes: lengthField(3),
  droppedAttributes: varintField(4),
} as const;

const LINK = {
  attributes: lengthField(4),
  droppedAttributes: varintField(5),
  flags: fixed32Field(6),
} as const;

const STATUS = { message: lengthField(2), code: varintField(3) } as const;

// Bits 0 to 7 are W3C's flags; these say that it is known whether the parent is remote, and whether it is.
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** Nearly every span has 128 to 16 383 bytes. */
const SPAN_LENGTH_BYTES = 2;

/** Length and content of one Span; its tag is the caller's. */
export function writeSpan(writer: OtlpWriter, span: OtlpSpan): void {
  const start = writer.begin(SPAN_LENGTH_BYTES);
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  writeIds(writer, context);
  if (parent?.spanId) {
    writer.byte(SPAN.parentSpanId);
    writer.hex(parent.spanId);
  }
  writer.text(SPAN.name, span.name);
  // OTLP keeps 0 for a kind that is not given.
  writer.count(SPAN.kind, span.kind + 1);
  writer.time(SPAN.startTime, span.startTime);
  writer.time(SPAN.endTime, span.endTime);
  writer.attributes(SPAN.attributes, span.attributes);
  writer.count(SPAN.droppedAttributes, span.droppedAttributesCount);
  for (const event of span.events) writeEvent(writer, event);
  writer.count(SPAN.droppedEvents, span.droppedEventsCount);
  for (const link of span.links) writeLink(writer, link);
  writer.count(SPAN.droppedLinks, span.droppedLinksCount);
  writeStatus(writer, span.status);
  writer.varint(SPAN.flags);
  writer.fixed32(flagsOf(context.traceFlags, parent?.isRemote));
  writer.finish(start, SPAN_LENGTH_BYTES);
}

/** The ids have the same field numbers in Span and Link. */
function writeIds(writer: OtlpWriter, { traceId, spanId, traceState }: SpanContext): void {
  writer.byte(SPAN.traceId);
  writer.hex(traceId);
  writer.byte(SPAN.spanId);
  writer.hex(spanId);
  writer.text(SPAN.traceState, traceState?.serialize());
}

function writeEvent(writer: OtlpWriter, event: SpanEvent & { readonly droppedAttributesCount?: number }): void {
  writer.byte(SPAN.events);
  const start = writer.begin();
  writer.time(EVENT.time, event.time);
  writer.text(EVENT.name, event.name);
  writer.attributes(EVENT.attributes, event.attributes);
  writer.count(EVENT.droppedAttributes, event.droppedAttributesCount);
  writer.finish(start);
}

function writeLink(writer: OtlpWriter, { context, attributes, droppedAttributesCount }: Link): void {
  writer.byte(SPAN.links);
  const start = writer.begin();
  writeIds(writer, context);
  writer.attributes(LINK.attributes, attributes);
  writer.count(LINK.droppedAttributes, droppedAttributesCount);
  writer.byte(LINK.flags);
  writer.fixed32(flagsOf(context.traceFlags, context.isRemote));
  writer.finish(start);
}

function writeStatus(writer: OtlpWriter, { code, message }: SpanStatus): void {
  writer.byte(SPAN.status);
  const start = writer.begin();
  writer.text(STATUS.message, message);
  writer.count(STATUS.code, code);
  writer.finish(start);
}

function flagsOf(traceFlags: number, isRemote: boolean | undefined): number {
  return (traceFlags & 0xff) | HAS_IS_REMOTE | (isRemote ? IS_REMOTE : 0);
}
