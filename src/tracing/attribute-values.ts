/** What OpenTelemetry takes for an attribute, and how much of it is kept. */
import { diag, type Attributes, type AttributeValue } from '@opentelemetry/api';

/** Numbers that bound what a span keeps. */
export interface AttributeLimits {
  readonly count: number;
  /** Characters of a text, or of each text in a list. */
  readonly valueLength: number;
}

export interface LimitedAttributes {
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/** A plain value, or a list of plain values of one type with gaps. A refused one is said to the API's diagnostics. */
export function isAttribute(name: unknown, value: unknown): value is AttributeValue {
  if (typeof name !== 'string' || name === '') return refuse(`An attribute needs a name; got ${String(name)}`);
  if (isPlain(value) || value == null || (Array.isArray(value) && isOfOneType(value))) return true;
  return refuse(`Attribute ${name} must be a text, number or boolean, or a list of one of them; got ${typeof value}`);
}

/** The value with its texts cut; lists are copied, since who gave them may go on changing them. */
export function shortened(value: AttributeValue, maxLength: number): AttributeValue {
  if (typeof value === 'string') return value.length <= maxLength ? value : value.slice(0, maxLength);
  return Array.isArray(value) ? (value.map((one) => shortenedItem(one, maxLength)) as AttributeValue) : value;
}

/** A copy for an event or a link, whose attributes are given all at once. */
export function limited(given: Attributes | undefined, limits: AttributeLimits): LimitedAttributes {
  const attributes: Attributes = {};
  let kept = 0;
  let droppedAttributesCount = 0;
  for (const [name, value] of Object.entries(typeof given === 'object' ? (given ?? {}) : {})) {
    if (!isAttribute(name, value)) continue;
    if (kept === limits.count) droppedAttributesCount++;
    else {
      attributes[name] = shortened(value, limits.valueLength);
      kept++;
    }
  }
  return { attributes, droppedAttributesCount };
}

function shortenedItem(item: unknown, maxLength: number): unknown {
  return typeof item === 'string' && item.length > maxLength ? item.slice(0, maxLength) : item;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isOfOneType(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value != null);
  return present.every((value) => isPlain(value) && typeof value === typeof present[0]);
}

function refuse(reason: string): false {
  diag.warn(reason);
  return false;
}
