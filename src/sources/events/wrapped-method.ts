/** Puts a wrapper in the place of a method, on the prototype that has it and once per process, whoever asks and how often. */
import { Callsite, callsiteOf, substitute, type AnyMethod, type OperationKind } from '../../kernel/index.js';

const wrapped = new WeakMap<object, Set<string>>();

export interface Wrapping {
  /** What calls of the method are. */
  readonly kind: OperationKind;
  readonly wrap: (original: AnyMethod) => AnyMethod;
}

/** Wrappers stay for the life of the class. Nothing happens where there is no such method, or one that cannot be replaced. */
export function wrapMethod(prototype: object, key: string, { kind, wrap }: Wrapping): void {
  const owner = ownerOf(prototype, key);
  const descriptor = owner && Object.getOwnPropertyDescriptor(owner, key);
  if (owner === undefined || descriptor?.configurable !== true || isWrapped(owner, key)) return;
  const original = descriptor.value as AnyMethod;
  // Decorators of ours on the method are found behind the wrapper too; without any it is known as an operation already.
  const callsite = callsiteOf(original) ?? new Callsite(kind, owner.constructor.name, key, original);
  Object.defineProperty(owner, key, { ...descriptor, value: substitute(original, wrap(original), callsite) });
}

/** The method of this name that calls on instances reach; accessors are not evaluated. */
export function methodOn(prototype: object, key: string): AnyMethod | undefined {
  const owner = ownerOf(prototype, key);
  return owner && (Object.getOwnPropertyDescriptor(owner, key)!.value as AnyMethod);
}

/** The prototype in this chain that has the method; undefined where it is something else, or nowhere. */
export function ownerOf(prototype: object, key: string): object | undefined {
  let here: object | null = prototype;
  while (here !== null && !Object.hasOwn(here, key)) here = Object.getPrototypeOf(here) as object | null;
  const isMethod = here !== null && typeof Object.getOwnPropertyDescriptor(here, key)?.value === 'function';
  return isMethod ? here! : undefined;
}

function isWrapped(owner: object, key: string): boolean {
  const keys = wrapped.get(owner) ?? new Set();
  wrapped.set(owner, keys);
  return keys.size === keys.add(key).size;
}
