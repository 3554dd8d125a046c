/** Reading objects of the application without running more of its code than `JSON.stringify` would, and without failing where it does. */

export function isSerialisable(value: object): value is { toJSON(): unknown } {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function';
}

export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Object.prototype itself, or that of another realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export function readProperty(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return '[Unreadable]';
  }
}

/** Accessors of instances may be lazy, costly or have effects. */
export function dataProperty(value: object, key: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(value, key);
  return descriptor !== undefined && 'value' in descriptor ? descriptor.value : '[Getter]';
}
