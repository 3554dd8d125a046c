/** What can be told from a thrown value, whatever was thrown. */
import { types } from 'node:util';

/** A property of whatever was thrown. Undefined where asking for it throws: a proxy, or a getter that fails. */
export function propertyOf(error: unknown, name: string): unknown {
  try {
    return (error as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  } catch {
    return undefined;
  }
}

/** Also errors of another realm, such as those of a vm context. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** OpenTelemetry's `error.type`: the class name of the error, or `_OTHER` for what is not an error. Bounded by the code. */
export function errorTypeOf(error: unknown): string {
  try {
    const name = isError(error) ? error.constructor.name || error.name : undefined;
    return name === undefined || name === '' ? '_OTHER' : name;
  } catch {
    return '_OTHER';
  }
}

/** The message of whatever was thrown; clients of microservices reject with plain objects that have one. Never throws. */
export function errorMessageOf(error: unknown): string {
  try {
    const message: unknown = (error as { message?: unknown } | null | undefined)?.message;
    return typeof message === 'string' ? message : String(error);
  } catch {
    return '[Unreadable]';
  }
}

const expected = new WeakSet<object>();

/** For sources that know of an error that it answers its caller and is no fault: a refused GraphQL document, say. */
export function markExpected(error: unknown): void {
  if (typeof error === 'object' && error !== null) expected.add(error);
}

/** An HttpException below 500 is an answer, not a fault, and so is what a source has marked: they mark no span as failed. */
export function isExpectedError(error: unknown): boolean {
  if (typeof error === 'object' && error !== null && expected.has(error)) return true;
  const getStatus = propertyOf(error, 'getStatus');
  if (typeof getStatus !== 'function') return false;
  const status: unknown = getStatus.call(error);
  return typeof status === 'number' && status < 500;
}
