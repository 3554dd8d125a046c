/**
 * What a kept span costs in memory, estimated when it is kept: the fixed part of a span and its ids, and for each value what is its
 * own. Names and templates are texts of the code that all spans share. A spec holds the estimate against the real heap.
 */
import type { Attributes } from '@opentelemetry/api';
import type { DetailedSpan } from '../../tracing/index.js';

/** The span, its context, two ids, status, and the lists that readers make it grow. */
const SPAN_BYTES = 450;
const ITEM_BYTES = 150;
const ATTRIBUTE_BYTES = 16;
const TEXT_BYTES = 16;

export function bytesOf(span: DetailedSpan): number {
  const { name, status, attributes } = span;
  const bytes = SPAN_BYTES + name.length + (status.message?.length ?? 0) + bytesOfAttributes(attributes);
  return span.isPlain === true ? bytes : bytes + bytesOfItems(span.events) + bytesOfItems(span.links);
}

function bytesOfItems(items: readonly { readonly attributes?: Attributes }[]): number {
  let bytes = 0;
  for (const item of items) bytes += ITEM_BYTES + bytesOfAttributes(item.attributes);
  return bytes;
}

function bytesOfAttributes(attributes: Attributes | undefined): number {
  let bytes = 0;
  for (const name in attributes) bytes += ATTRIBUTE_BYTES + bytesOfValue(attributes[name]);
  return bytes;
}

function bytesOfValue(value: unknown): number {
  if (typeof value === 'string') return TEXT_BYTES + value.length;
  if (!Array.isArray(value)) return 0;
  let bytes = TEXT_BYTES;
  for (const one of value) bytes += TEXT_BYTES + (typeof one === 'string' ? one.length : 0);
  return bytes;
}
