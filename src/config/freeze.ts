/** Freezes what we made: plain objects and arrays, all the way down; never functions, patterns or class instances. */
export function deepFreeze<T>(value: T, foreign: ReadonlySet<unknown>): T {
  if (!isOurs(value) || foreign.has(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part, foreign);
  return value;
}

function isOurs(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
