/** Where a value is not what was wanted of it. What is wanted is a part: names that it does not have may have any value. */
import { isDeepStrictEqual } from 'node:util';

export interface Difference {
  /** Such as `attributes.http.route`; empty for the value itself. */
  readonly path: string;
  readonly wanted: unknown;
  readonly actual: unknown;
}

/**
 * None where `actual` has all of `wanted`. A pattern fits texts, `undefined` fits what is not there, and asymmetric matchers of Jest
 * and Vitest (`expect.any(String)`) decide themselves; objects are parts again, lists are compared item by item.
 */
export function differences(actual: unknown, wanted: unknown, path = ''): Difference[] {
  const inner = partsOf(actual, wanted);
  if (inner === undefined) return fits(actual, wanted) ? [] : [{ path, wanted, actual }];
  return inner.flatMap(([name, part, wantedPart]) =>
    differences(part, wantedPart, path === '' ? name : `${path}.${name}`),
  );
}

/** What both are made of, one beside the other; undefined where they are compared as a whole. */
function partsOf(actual: unknown, wanted: unknown): (readonly [string, unknown, unknown])[] | undefined {
  if (isDecider(wanted)) return undefined;
  if (Array.isArray(wanted)) {
    if (!Array.isArray(actual) || actual.length !== wanted.length) return undefined;
    return wanted.map((item, index) => [String(index), actual[index] as unknown, item]);
  }
  if (!isObject(wanted) || !isObject(actual)) return undefined;
  return Object.keys(wanted).map((name) => [name, actual[name], wanted[name]]);
}

function fits(actual: unknown, wanted: unknown): boolean {
  if (isDecider(wanted)) return wanted.asymmetricMatch(actual);
  if (wanted instanceof RegExp && typeof actual === 'string') return new RegExp(wanted).test(actual);
  if (wanted instanceof Error && actual instanceof Error)
    return wanted.name === actual.name && wanted.message === actual.message;
  return isDeepStrictEqual(actual, wanted);
}

/** An asymmetric matcher. */
interface Decider {
  asymmetricMatch(value: unknown): boolean;
}

function isDecider(value: unknown): value is Decider {
  return typeof (value as Decider | null | undefined)?.asymmetricMatch === 'function';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === '[object Object]';
}
