/** A bounded, plain and redacted copy of any value. One instance per value: it counts what it has copied so far. */
import { types } from 'node:util';
import { isCardNumber } from './redaction-rules.js';

/** What the copy asks of the redactor. */
export interface Redaction {
  readonly replacement: string;
  isSecretKey(key: string): boolean;
  redactText(text: string): string;
  redactUrl(url: string): string;
}

const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;
const MAX_VALUES = 2000;
const MAX_TEXT_LENGTH = 16_384;
/** Text behind the cut that is still looked at, so that a secret on the border is recognised whole. */
const BORDER_LENGTH = 4096;
const CIRCULAR = '[Circular]';

export class ValueCopy {
  private copied = 0;
  private readonly ancestors: object[] = [];

  constructor(private readonly redaction: Redaction) {}

  of(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
        return boundedText(value, this.redaction);
      case 'number':
        return this.ofNumber(value);
      case 'bigint':
        return this.redaction.redactText(String(value));
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

  private ofNumber(value: number): unknown {
    return value >= 1e12 && Number.isSafeInteger(value) && isCardNumber(String(value)) ? this.redaction.replacement : value;
  }

  /** Proxies, accessors and `toJSON` run the application's code: what it throws stays here. */
  private guarded(value: object): unknown {
    if (this.ancestors.includes(value)) return CIRCULAR;
    if (this.ancestors.length >= MAX_DEPTH || ++this.copied > MAX_VALUES) return Array.isArray(value) ? '[Array]' : '[Object]';
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
    if (value instanceof Map) return this.ofEntries(value.size, value);
    if (value instanceof Set) return this.ofList(value, value.size);
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return `[${value.constructor.name} ${value.byteLength} bytes]`;
    if (value instanceof RegExp) return boundedText(String(value), this.redaction);
    if (value instanceof URL) return boundedText(this.redaction.redactUrl(value.href), this.redaction);
    return isSerialisable(value) ? this.ofJson(value.toJSON()) : this.ofProperties(value);
  }

  /** What `toJSON` made is plain data and is not asked again. */
  private ofJson(value: unknown): unknown {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? this.ofProperties(value) : this.of(value);
  }

  private ofList(values: Iterable<unknown>, size: number): unknown[] {
    const copy: unknown[] = [];
    for (const value of values) {
      if (copy.length === MAX_ENTRIES) return [...copy, `[${size - MAX_ENTRIES} more]`];
      copy.push(this.of(value));
    }
    return copy;
  }

  private ofError(error: Error): unknown {
    const { name, message, stack, cause } = error;
    const known = { type: error.constructor?.name || name, message: this.of(message), stack: this.of(stack) };
    const rest = this.ofProperties(error) as object;
    return { ...known, ...rest, ...(cause !== undefined && { cause: this.of(cause) }) };
  }

  private ofProperties(value: object): unknown {
    const keys = Object.keys(value);
    return this.ofEntries(keys.length, this.properties(value, keys));
  }

  private *properties(value: object, keys: readonly string[]): Iterable<[string, unknown]> {
    const isPlain = isPlainObject(value);
    for (const key of keys) yield [key, isPlain ? readProperty(value, key) : dataProperty(value, key)];
  }

  private ofEntries(size: number, entries: Iterable<[unknown, unknown]>): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    let count = 0;
    for (const [key, value] of entries) {
      if (count++ === MAX_ENTRIES) {
        copy['…'] = `[${size - MAX_ENTRIES} more]`;
        break;
      }
      this.put(copy, typeof key === 'object' ? '[Object]' : String(key), value);
    }
    return copy;
  }

  private put(copy: Record<string, unknown>, key: string, value: unknown): void {
    const safe = isHidden(value) && this.redaction.isSecretKey(key) ? this.redaction.replacement : this.of(value);
    // Assigning `__proto__` would change the copy's prototype instead.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: safe, enumerable: true });
    else copy[key] = safe;
  }
}

/** Redacts, then cuts. */
export function boundedText(text: string, redaction: Redaction, maxLength = MAX_TEXT_LENGTH): string {
  if (text.length <= maxLength) return redaction.redactText(text);
  const start = redaction.redactText(text.slice(0, maxLength + BORDER_LENGTH));
  return `${start.slice(0, maxLength)}… [${text.length - maxLength} more characters]`;
}

/** `hasPassword: true` and `token: null` tell no secret. */
function isHidden(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'boolean';
}

function isSerialisable(value: object): value is { toJSON(): unknown } {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function readProperty(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return '[Unreadable]';
  }
}

/** Accessors of instances may be lazy, costly or have effects. */
function dataProperty(value: object, key: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(value, key);
  return descriptor !== undefined && 'value' in descriptor ? descriptor.value : '[Getter]';
}
