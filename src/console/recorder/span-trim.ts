/**
 * A span as it may be kept: at most 128 attributes with values of 4 KiB. The span itself belongs to its exporters too and stays as it
 * is; what is cut stands in a copy.
 */
import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { copiedSpan, type DetailedSpan } from '../../tracing/index.js';

export const MAX_ATTRIBUTES = 128;
export const MAX_VALUE_LENGTH = 4_096;
const MAX_ITEMS = 128;

/** The same span where nothing is too much. */
export function trimmed(span: DetailedSpan): DetailedSpan {
  return hasTooMuch(span) ? trimmedCopy(span) : span;
}

function hasTooMuch({ name, attributes, events, links, status }: DetailedSpan): boolean {
  if (events.length > MAX_ITEMS || links.length > MAX_ITEMS || [name, status.message].some(isTooLong)) return true;
  return [{ attributes }, ...events, ...links].some((item) => hasTooManyOrLong(item.attributes ?? {}));
}

function hasTooManyOrLong(attributes: Attributes): boolean {
  const values = Object.values(attributes);
  return values.length > MAX_ATTRIBUTES || values.some(isTooLong);
}

function isTooLong(value: unknown): boolean {
  if (typeof value === 'string') return value.length > MAX_VALUE_LENGTH;
  return Array.isArray(value) && (value.length > MAX_ITEMS || value.join('').length > MAX_VALUE_LENGTH);
}

function trimmedCopy(span: DetailedSpan): DetailedSpan {
  const { status, droppedAttributesCount = 0 } = span;
  const attributes = trimmedAttributes(span.attributes);
  const dropped = Object.keys(span.attributes).length - Object.keys(attributes).length;
  return copiedSpan(span, {
    name: cut(span.name),
    attributes,
    events: span.events.slice(0, MAX_ITEMS).map(trimmedItem),
    links: span.links.slice(0, MAX_ITEMS).map(trimmedItem),
    status: status.message === undefined ? status : { ...status, message: cut(status.message) },
    droppedAttributesCount: droppedAttributesCount + dropped,
  });
}

function trimmedItem<Item extends { readonly attributes?: Attributes }>(item: Item): Item {
  return item.attributes === undefined ? item : { ...item, attributes: trimmedAttributes(item.attributes) };
}

/** What is left of a span that is too large as a whole: when it ran, and how it ended. */
export function withoutContent(span: DetailedSpan): DetailedSpan {
  const { attributes, events, links, droppedAttributesCount = 0, droppedEventsCount = 0, droppedLinksCount = 0 } = span;
  return copiedSpan(span, {
    attributes: {},
    events: [],
    links: [],
    droppedAttributesCount: droppedAttributesCount + Object.keys(attributes).length,
    droppedEventsCount: droppedEventsCount + events.length,
    droppedLinksCount: droppedLinksCount + links.length,
  });
}

function trimmedAttributes(attributes: Attributes): Attributes {
  const kept = Object.entries(attributes).slice(0, MAX_ATTRIBUTES);
  return Object.fromEntries(kept.map(([name, value]) => [name, trimmedValue(value)]));
}

function trimmedValue(value: AttributeValue | undefined): AttributeValue | undefined {
  if (!isTooLong(value)) return value;
  if (!Array.isArray(value)) return cut(value as string);
  // All texts of a list together are one value.
  const share = Math.max(1, Math.floor(MAX_VALUE_LENGTH / Math.min(value.length, MAX_ITEMS)));
  return value.slice(0, MAX_ITEMS).map((one) => (typeof one === 'string' ? cut(one, share) : one)) as AttributeValue;
}

function cut(text: string, maxLength = MAX_VALUE_LENGTH): string {
  // A slice alone would keep the whole text alive.
  return text.length <= maxLength ? text : `${Buffer.from(text.slice(0, maxLength - 1)).toString()}…`;
}
