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

/** Their parameters have names that are secrets in a query alone, such as `code` and `sig`. */
const URLS: ReadonlySet<string> = new Set(['url.full', 'url.path', 'http.url', 'http.target']);

/** No shorter number is that of a card. */
const MIN_CARD_NUMBER = 1e12;

export function redactAttribute(redactor: Redactor, name: string, value: AttributeValue): AttributeValue {
  if (HARMLESS.has(name)) return value;
  const own = redactor.customised(name, value);
  if (own !== undefined) return attributeOf(redactor.redactValue(own));
  if (redactor.isSecretKey(name)) return redactor.replacement;
  if (typeof value === 'string') return URLS.has(name) ? redactor.redactUrl(value) : redactor.redactText(value);
  const isHarmless = typeof value === 'boolean' || (typeof value === 'number' && value < MIN_CARD_NUMBER);
  return isHarmless ? value : (redactor.redactValue(value) as AttributeValue);
}

/** Spans hold no objects. */
function attributeOf(value: unknown): AttributeValue {
  const isObject = typeof value === 'object' && !Array.isArray(value);
  return isObject ? JSON.stringify(value) : (value as AttributeValue);
}
