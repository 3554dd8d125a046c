/** Redaction of span attributes: everything that can carry text from outside, and nothing that cannot. */
import type { AttributeValue } from '@opentelemetry/api';
import type { Redactor } from './redactor.js';

/** Attributes with values from our own code or from a closed set: looking for secrets in them is work for nothing. */
const HARMLESS: ReadonlySet<string> = new Set([
  'code.function.name',
  'error.type',
  'http.request.method',
  'http.response.body.size',
  'http.response.status_code',
  'http.route',
  'network.protocol.version',
  'server.address',
  'url.scheme',
]);

export function redactAttribute(redactor: Redactor, name: string, value: AttributeValue): AttributeValue {
  if (HARMLESS.has(name)) return value;
  if (redactor.isSecretKey(name)) return redactor.replacement;
  return typeof value === 'string' ? redactor.redactText(value) : (redactor.redactValue(value) as AttributeValue);
}
