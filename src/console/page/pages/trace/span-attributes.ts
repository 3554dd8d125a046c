/** Attributes of a span as text. */
import type { AttributeMap, SpanDetail } from '../../../shapes/index.js';

const STATEMENT = 'db.query.text';

/** By name; without the statement, which has a place of its own. */
export function shownAttributes({ attributes }: SpanDetail): readonly (readonly [name: string, value: string])[] {
  return Object.entries(attributes)
    .filter(([name]) => name !== STATEMENT)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([name, value]) => [name, textOfValue(value)]);
}

export function statementOf({ attributes }: SpanDetail): string | undefined {
  const statement = attributes[STATEMENT];
  return typeof statement === 'string' && statement.trim() !== '' ? statement : undefined;
}

export function textOfValue(value: AttributeMap[string]): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
