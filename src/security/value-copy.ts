/** A bounded, plain and redacted copy of any value. One instance per value: it counts what it has copied so far. */
import { types } from 'node:util';
import { isCardNumber } from './card-number.js';
import { dataProperty, isPlainObject, isSerialisable, readProperty } from './object-reading.js';

/** What the copy asks of the redactor. */
export interface Redaction {
  readonly replacement: string;
  isSecretKey(key: string): boolean;
  /** What the application's own function puts in place of a value; undefined leaves it to the rules. */
  customised(key: string, value: unknown): unknown;
  redactText(text: string, maxLength: number): string;
  redactUrl(url: string): string;
}

const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;
const MAX_VALUES = 2000;
const MAX_TEXT_LENGTH = 16_384;
const MAX_TOTAL_TEXT_LENGTH = 131_072;
const CIRCULAR = '[Circular]';
/** Any other key may itself be a secret: sessions by token, accounts by card number. */
const PLAIN_KEY = /^[a-zA-Z_][\w.-]{0,23}$/;

export class ValueCopy {
  private valuesLeft = MAX_VALUES;
  private textLeft = MAX_TOTAL_TEXT_LENGTH;
  private readonly ancestors: object[] = [];

  constructor(private readonly redaction: Redaction) {}

  of(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
        return this.ofText(value);
      case 'number':
        return this.ofNumber(value);
      case 'bigint':
        return this.ofText(String(value));
      case 'symbol':
        return String(value);
      case 'function':
        return '[Function]';
      case 'object':
        return value === null ? null : this.guarded(value);
      default:
        return value;
    }
  }

  private ofText(text: string): string {
    const maxLength = Math.min(MAX_TEXT_LENGTH, this.textLeft);
    this.textLeft -= Math.min(text.length, maxLength);
    return this.redaction.redactText(text, maxLength);
  }

  private ofNumber(value: number): unknown {
    return value >= 1e12 && Number.isSafeInteger(value) && isCardNumber(String(value))
      ? this.redaction.replacement
      : value;
  }

  /** Proxies, accessors and `toJSON` run the application's code: what it throws stays here. */
  private guarded(value: object): unknown {
    if (this.ancestors.includes(value)) return CIRCULAR;
    if (this.ancestors.length >= MAX_DEPTH || this.valuesLeft <= 0)
      return Array.isArray(value) ? '[Array]' : '[Object]';
    this.ancestors.push(value);
    try {
      return this.ofObject(value);
    } catch {
      return '[Unreadable]';
    } finally {
      this.ancestors.pop();
    }
  }

  private ofObject(value: object): unknown {
    if (Array.isArray(value)) return this.ofList(value, value.length);
    if (types.isNativeError(value) || value instanceof Error) return this.ofError(value);
    if (types.isMap(value)) return this.ofMap(value);
    if (types.isSet(value)) return this.ofList(value, value.size);
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value))
      return `[${value.constructor.name} ${value.byteLength} bytes]`;
    if (types.isRegExp(value)) return this.ofText(String(value));
    if (value instanceof URL) return this.ofText(this.redaction.redactUrl(value.href));
    return isSerialisable(value) ? this.ofJson(value.toJSON()) : this.ofProperties(value);
  }

  /** What `toJSON` made is plain data and is not asked again. */
  private ofJson(value: unknown): unknown {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? this.ofProperties(value)
      : this.of(value);
  }

  private ofList(values: Iterable<unknown>, size: number): unknown[] {
    const copy: unknown[] = [];
    let before: unknown;
    for (const value of values) {
      if (copy.length === MAX_ENTRIES) return [...copy, `[${size - MAX_ENTRIES} more]`];
      this.valuesLeft--;
      copy.push(this.isNamedBy(before, value, size) ? this.redaction.replacement : this.of(value));
      before = value;
    }
    return copy;
  }

  /** An entry of a list of entries, `['cookie', 'a=1']`, or an argument behind its option, `['--password', 'x']`. */
  private isNamedBy(before: unknown, value: unknown, size: number): boolean {
    if (typeof before !== 'string' || typeof value !== 'string') return false;
    const isEntry = size === 2 && Array.isArray(this.ancestors.at(-2));
    return (isEntry || before.startsWith('--')) && this.redaction.isSecretKey(before);
  }

  private ofError(error: Error): unknown {
    const { name, message, stack, cause } = error;
    const known = { type: error.constructor?.name || name, message: this.of(message), stack: this.of(stack) };
    const more = cause === undefined ? {} : { cause: this.of(cause) };
    // Twice: first for the order, last because an own `type` of the error must not hide its class.
    return { ...known, ...this.ofProperties(error), ...more, ...known };
  }

  private ofProperties(value: object): Record<string, unknown> {
    const keys = Object.keys(value);
    const isPlain = isPlainObject(value);
    const copy: Record<string, unknown> = {};
    for (const key of keys.slice(0, MAX_ENTRIES)) {
      this.put(copy, key, isPlain ? readProperty(value, key) : dataProperty(value, key));
    }
    this.hideNamedValue(copy);
    return withRest(copy, keys.length);
  }

  private ofMap(map: ReadonlyMap<unknown, unknown>): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    let count = 0;
    for (const [key, value] of map) {
      if (count++ === MAX_ENTRIES) break;
      this.put(copy, typeof key === 'object' ? '[Object]' : String(key), value);
    }
    return withRest(copy, map.size);
  }

  /** A header or a field as an object: `{ name: 'authorization', value: '…' }`. */
  private hideNamedValue(copy: Record<string, unknown>): void {
    if (typeof copy['value'] !== 'string') return;
    const name = copy['name'] ?? copy['key'];
    if (typeof name === 'string' && this.redaction.isSecretKey(name)) copy['value'] = this.redaction.replacement;
  }

  private put(copy: Record<string, unknown>, key: string, value: unknown): void {
    this.valuesLeft--;
    const safe = this.shown(key, value);
    const name = PLAIN_KEY.test(key) ? key : this.redaction.redactText(key, MAX_TEXT_LENGTH);
    // Assigning `__proto__` would change the copy's prototype instead.
    if (name === '__proto__') Object.defineProperty(copy, name, { value: safe, enumerable: true });
    else copy[name] = safe;
  }

  private shown(key: string, value: unknown): unknown {
    const { redaction } = this;
    const own = redaction.customised(key, value);
    if (own !== undefined) return this.of(own);
    if (key === 'rawHeaders' && Array.isArray(value)) return this.ofMap(namedHeaders(value));
    return isHidden(value) && redaction.isSecretKey(key) ? redaction.replacement : this.of(value);
  }
}

/** Names and values in turn, as Node's requests and responses have them. */
function namedHeaders(list: readonly unknown[]): ReadonlyMap<unknown, unknown> {
  const headers = new Map<unknown, unknown>();
  for (let at = 0; at + 1 < list.length && headers.size <= MAX_ENTRIES; at += 2) headers.set(list[at], list[at + 1]);
  return headers;
}

function withRest(copy: Record<string, unknown>, size: number): Record<string, unknown> {
  if (size > MAX_ENTRIES) copy['…'] = `[${size - MAX_ENTRIES} more]`;
  return copy;
}

/** `hasPassword: true` and `token: null` tell no secret. */
function isHidden(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'boolean';
}
