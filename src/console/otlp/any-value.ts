/**
 * Values as OTLP writes them in JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): integers of 64 bits are texts,
 * and what JSON has no number for is a word.
 */
import type { Attributes } from '@opentelemetry/api';

export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string | number }
  | { readonly doubleValue: number | 'NaN' | 'Infinity' | '-Infinity' }
  | { readonly bytesValue: string }
  | { readonly arrayValue: { readonly values?: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values?: readonly KeyValue[] } };

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue | Record<string, never>;
}

export function keyValuesOf(attributes: object = {}): KeyValue[] {
  const known = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return known.map(([key, value]) => ({ key, value: anyValueOf(value) }));
}

/** An empty object where there is no value. */
export function anyValueOf(value: unknown): KeyValue['value'] {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return numberValue(value);
  if (typeof value !== 'object' || value === null) return {};
  if (Array.isArray(value)) return { arrayValue: { values: value.map((one) => anyValueOf(one) as AnyValue) } };
  return { kvlistValue: { values: keyValuesOf(value) } };
}

function numberValue(value: number): AnyValue {
  if (Number.isSafeInteger(value)) return { intValue: String(value) };
  return { doubleValue: Number.isFinite(value) ? value : (String(value) as 'NaN' | 'Infinity' | '-Infinity') };
}

/** Values deeper than this are nobody's attributes. */
const MAX_DEPTH = 4;

/** What a file says, which may be anything: pairs that are none are left out. */
export function attributesIn(pairs: unknown): Attributes {
  if (!Array.isArray(pairs)) return {};
  const read = pairs.map(pairIn).filter((pair) => pair !== undefined);
  return Object.fromEntries(read);
}

function pairIn(pair: unknown): [string, Attributes[string]] | undefined {
  const { key, value } = recordIn(pair);
  const known = valueIn(value, 0);
  if (typeof key !== 'string' || key === '' || known === undefined || known === null) return undefined;
  return [key, spanValue(known)];
}

/** Spans hold plain values, and lists of one type of them; the rest is shown as JSON. */
function spanValue(value: NonNullable<unknown>): Attributes[string] {
  if (typeof value !== 'object') return value as string | number | boolean;
  const types = new Set(
    Array.isArray(value) ? value.filter((one) => one !== null).map((one) => typeof one) : ['object'],
  );
  return types.size <= 1 && !types.has('object') ? (value as string[]) : JSON.stringify(value);
}

/** Undefined for what is no value; null in lists is a gap. */
function valueIn(value: unknown, depth: number): unknown {
  const { stringValue, boolValue, intValue, doubleValue, bytesValue, arrayValue, kvlistValue } = recordIn(value);
  if (typeof stringValue === 'string') return stringValue;
  if (typeof boolValue === 'boolean') return boolValue;
  if (intValue !== undefined) return numberIn(intValue);
  if (doubleValue !== undefined) return numberIn(doubleValue);
  if (typeof bytesValue === 'string') return bytesValue;
  if (depth >= MAX_DEPTH) return undefined;
  if (arrayValue !== undefined)
    return listIn(recordIn(arrayValue)['values']).map((one) => valueIn(one, depth + 1) ?? null);
  if (kvlistValue !== undefined) return recordOfPairs(recordIn(kvlistValue)['values'], depth + 1);
  return undefined;
}

function recordOfPairs(pairs: unknown, depth: number): object {
  const read = listIn(pairs).map((pair) => [String(recordIn(pair)['key']), valueIn(recordIn(pair)['value'], depth)]);
  return Object.fromEntries(read);
}

function numberIn(value: unknown): number | undefined {
  const isWord = value === 'NaN' || value === 'Infinity' || value === '-Infinity';
  const number = typeof value === 'number' || isWord || isDigits(value) ? Number(value) : undefined;
  return number;
}

function isDigits(value: unknown): boolean {
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value);
}

/** What it has, where it is an object; nothing else throws either. */
export function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
