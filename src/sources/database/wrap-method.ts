/**
 * Puts a follower around a driver's method, once per prototype and for good: without an application that watches, it is a plain
 * call. It sees whether OpenTelemetry's own instrumentation is there, too, which then makes the spans.
 */
import { impersonate, type AnyMethod } from '../../kernel/index.js';

/** What a follower may ask of the place it is put in. */
export interface Wrapped {
  /** Calls the driver with everything as it came. */
  readonly original: AnyMethod;
  /** False where another instrumentation has wrapped the same method. */
  makesSpan: boolean;
}

interface Place extends Wrapped {
  readonly follower: AnyMethod;
}

const places = new WeakMap<object, Map<string, Place>>();

/** Does nothing when the prototype has no such method of its own, or has the follower already. */
export function wrapMethod(prototype: object, name: string, follow: (wrapped: Wrapped) => AnyMethod): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (typeof descriptor?.value !== 'function' || descriptor.configurable === false) return;
  const current = descriptor.value as AnyMethod;
  const known = places.get(prototype)?.get(name);
  if (known !== undefined) {
    // Somebody may have come after us.
    if (current !== known.follower && isInstrumented(current)) known.makesSpan = false;
    return;
  }
  const wrapped: Wrapped = { original: current, makesSpan: !isInstrumented(current) };
  const follower = follow(wrapped);
  impersonate(follower, current);
  Object.defineProperty(prototype, name, { ...descriptor, value: follower });
  remember(prototype, name, Object.assign(wrapped, { follower }));
}

function remember(prototype: object, name: string, place: Place): void {
  const ofPrototype = places.get(prototype) ?? new Map<string, Place>();
  places.set(prototype, ofPrototype.set(name, place));
}

/** The marks that OpenTelemetry's instrumentations leave on what they wrap. */
function isInstrumented(method: AnyMethod): boolean {
  const { __wrapped, __original } = method as { __wrapped?: unknown; __original?: unknown };
  return __wrapped === true || typeof __original === 'function';
}
