/** Puts a wrapper in the place of a prototype's own method, once; it stays for the life of the class. */
import { impersonate, type AnyMethod } from './observed-method.js';

/** A method of somebody else's class, called with whatever it is called with. */
export type Method = (this: object, ...args: unknown[]) => unknown;

const wrappers = new WeakSet<object>();

/** Does nothing where the prototype has no such method of its own, one that cannot be replaced, or the wrapper already. */
export function wrapMethod(prototype: object, name: string, wrap: (original: Method) => Method): void {
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  if (typeof own?.value !== 'function' || own.configurable === false || wrappers.has(own.value as object)) return;
  const wrapper = wrap(own.value as Method);
  impersonate(wrapper as AnyMethod, own.value as AnyMethod);
  wrappers.add(wrapper);
  Object.defineProperty(prototype, name, { ...own, value: wrapper });
}
