/**
 * Methods with `@OnEvent`, by the metadata that Nest itself looks for when it registers them. A call is a delivery when it comes
 * from an emitter that is observed; a method that the application calls itself is a plain call. Inside Nest's own wrapper, which
 * swallows and logs what a listener throws, an error is still one.
 */
import { currentOperation, type AnyMethod, type Operation } from '../../kernel/index.js';
import { methodNames } from '../phases/enhancers.js';
import {
  currentIn,
  deliveryScope,
  deliveryStart,
  emissionOf,
  follow,
  type Emission,
  type OriginalCall,
} from './emission.js';
import type { EventName } from './event-types.js';
import { classNameOf } from './own-prototypes.js';
import { methodOn, wrapMethod } from './wrapped-method.js';

/** The key of @nestjs/event-emitter 1 to 12. */
const LISTENER_METADATA = 'EVENT_LISTENER_METADATA';

/** Wraps the listeners of a class, inherited ones too, and gives the names they ask for. */
export function observeListeners(prototype: object): EventName[] {
  return methodNames(prototype).flatMap((key) => {
    const names = namesAskedFor(methodOn(prototype, key));
    if (names.length > 0)
      wrapMethod(prototype, key, { kind: 'event.process', wrap: (method) => wrapListener(method, key) });
    return names;
  });
}

function namesAskedFor(method: AnyMethod | undefined): EventName[] {
  const metadata: unknown = method && Reflect.getMetadata(LISTENER_METADATA, method);
  const entries = (Array.isArray(metadata) ? metadata : [metadata]) as ({ event: EventName } | undefined)[];
  return entries.flatMap((entry) => (entry === undefined ? [] : [entry.event]));
}

function wrapListener(method: AnyMethod, key: string): AnyMethod {
  return function (this: object): unknown {
    const publishing = currentOperation();
    const emission = emissionOf(publishing, 'nestjs_event_emitter');
    if (emission === undefined || !publishing!.pipeline.isObserved('event.process'))
      return Reflect.apply(method, this, arguments);
    return deliver(publishing!, emission, key, { method, instance: this, args: [...arguments] });
  } as AnyMethod;
}

function deliver(publishing: Operation, emission: Emission, key: string, call: OriginalCall): unknown {
  const { pipeline } = publishing;
  const handler = `${classNameOf(call.instance)}.${key}`;
  const operation = pipeline.start(deliveryStart(emission, handler, deliveryScope(publishing, emission)));
  return follow(call, currentIn(operation), (outcome, error) => pipeline.end(operation, { outcome, error }));
}
