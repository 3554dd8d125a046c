/** EventEmitter2 as applications use it through @nestjs/event-emitter: reached by its instances, observed by its prototype. */
import type { AnyMethod } from '../../kernel/index.js';
import type { OriginalCall } from './emission.js';
import type { EmitterNaming } from './event-types.js';
import { methodOn, ownerOf, wrapMethod } from './wrapped-method.js';

export interface EventEmitter2Like extends EmitterNaming {
  emit(...args: unknown[]): boolean;
  emitAsync(...args: unknown[]): Promise<unknown[]>;
}

/** Told of every emit of one emitter; makes the original call. */
export type Emit = (call: OriginalCall) => unknown;

/** Who observes which emitter. Others, of whatever origin, are left alone though they share the prototype. */
const observers = new WeakMap<object, Emit>();

export function isEventEmitter2(instance: object): instance is EventEmitter2Like {
  const prototype = Object.getPrototypeOf(instance) as object;
  return ['emit', 'emitAsync', 'onAny'].every((method) => methodOn(prototype, method) !== undefined);
}

/** Returns the undo. */
export function observeEmitter(emitter: EventEmitter2Like, emit: Emit): () => void {
  // That of EventEmitter2 itself: a class which overrides `emit` calls it in turn, and is told once.
  const prototype = ownerOf(Object.getPrototypeOf(emitter) as object, 'onAny')!;
  for (const method of ['emit', 'emitAsync']) wrapMethod(prototype, method, { kind: 'event.publish', wrap: wrapEmit });
  observers.set(emitter, emit);
  return () => void observers.delete(emitter);
}

function wrapEmit(method: AnyMethod): AnyMethod {
  return function (this: object, event: unknown): unknown {
    const emit = observers.get(this);
    if (emit === undefined || isOwn(event)) return Reflect.apply(method, this, arguments);
    return emit({ method, instance: this, args: [...arguments] });
  } as AnyMethod;
}

/** What emitters tell about themselves. */
const OWN_EVENTS: ReadonlySet<unknown> = new Set(['newListener', 'removeListener', 'removeListenerAny']);

function isOwn(event: unknown): boolean {
  return OWN_EVENTS.has(event);
}
