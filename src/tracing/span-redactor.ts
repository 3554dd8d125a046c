/** Hides secrets before any consumer sees them. */
import type { Attributes, AttributeValue } from '@opentelemetry/api';

export interface SpanRedactor {
  attribute(name: string, value: AttributeValue): AttributeValue;
  text(text: string): string;
  id(id: string): string;
}

export function redactedAttributes(attributes: Attributes, redact: SpanRedactor): Attributes {
  const known = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(known.map(([name, value]) => [name, redact.attribute(name, value!)]));
}
