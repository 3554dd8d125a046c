/** How an operation looks as a span: its kind, where its scope enters, and which of the application's values it can carry. */
import { SpanKind, type AttributeValue } from '@opentelemetry/api';
import type { Operation, OperationKind } from '../kernel/index.js';

const SPAN_KINDS: Partial<Record<OperationKind, SpanKind>> = {
  'http.server': SpanKind.SERVER,
  'http.client': SpanKind.CLIENT,
  'rpc.server': SpanKind.SERVER,
  'rpc.client': SpanKind.CLIENT,
  'websocket.connection': SpanKind.SERVER,
  'websocket.message': SpanKind.SERVER,
  'event.publish': SpanKind.PRODUCER,
  'event.process': SpanKind.CONSUMER,
  'queue.publish': SpanKind.PRODUCER,
  'queue.process': SpanKind.CONSUMER,
  'database.query': SpanKind.CLIENT,
  connection: SpanKind.SERVER,
  'transport.call': SpanKind.CLIENT,
  'ai.completion': SpanKind.CLIENT,
};

export function spanKindOf(kind: OperationKind): SpanKind {
  return SPAN_KINDS[kind] ?? SpanKind.INTERNAL;
}

/** Whether the operation is where its scope enters: one span of a request, not each, carries user and session. */
export function isEntry({ parent, scope }: Operation): boolean {
  return parent === undefined || parent.scope !== scope;
}

/** A value of the application as an attribute: dates as ISO text, big integers as digits; objects are not recorded. */
export function attributeValueOf(value: unknown): AttributeValue | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return Array.isArray(value) && isHomogeneous(value) ? ([...value] as string[]) : undefined;
}

function isHomogeneous(values: readonly unknown[]): boolean {
  const type = typeof values[0];
  return ['string', 'number', 'boolean'].includes(type) && values.every((value) => typeof value === type);
}
