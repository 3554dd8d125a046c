/** A bounded, plain and redacted copy of any value. One instance per value: it counts what it has copied so far. */
import { types } from 'node:util';
import { isCardNumber } from './redaction-rules.js';

/** What the copy asks of the redactor. */
export interface Redaction {
  readonly replacement: string;
  isSecretKey(key: string): boolean;
  redactText(text: string, maxLength: number): string;
  redactUrl(url: string): string;
}

const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;
const MAX_VALUES = 2000;
const MAX_TEXT_LENGTH = 16_384;
const MAX_TOTAL_TEXT_LENGTH = 131_072;
const CIRCULAR = '[Circular]';

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
    for (const value of values) {
      if (copy.length === MAX_ENTRIES) return [...copy, `[${size - MAX_ENTRIES} more]`];
      this.valuesLeft--;
      copy.push(this.of(value));
    }
    return copy;
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

  private put(copy: Record<string, unknown>, key: string, value: unknown): void {
    this.valuesLeft--;
    const safe = isHidden(value) && this.redaction.isSecretKey(key) ? this.redaction.replacement : this.of(value);
    // Assigning `__proto__` would change the copy's prototype instead.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: safe, enumerable: true });
    else copy[key] = safe;
  }
}

function withRest(copy: Record<string, unknown>, size: number): Record<string, unknown> {
  if (size > MAX_ENTRIES) copy['…'] = `[${size - MAX_ENTRIES} more]`;
  return copy;
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
  // Object.prototype itself, or that of another realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
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
