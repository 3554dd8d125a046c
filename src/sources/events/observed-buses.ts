/** The buses of @nestjs/cqrs, reached by the application's instances and observed by their prototypes; so are event handlers. */
import { pipelineFor, type AnyMethod, type OperationPipeline } from '../../kernel/index.js';
import type { CqrsObserver } from './cqrs-observer.js';
import type { OriginalCall } from './emission.js';
import { classOf } from './own-prototypes.js';
import { Publication } from './publication.js';
import { observeSaga, sagaNames, type Saga } from './sagas.js';
import { wrapMethod, type Wrapping } from './wrapped-method.js';

const byBus = new WeakMap<object, CqrsObserver>();
const byPipeline = new WeakMap<OperationPipeline, CqrsObserver>();

const WRAPPINGS: Readonly<Record<string, Readonly<Record<string, Wrapping>>>> = {
  CommandBus: { execute: onBus('cqrs.execution', (observer, call) => observer.execute('command', call)) },
  QueryBus: { execute: onBus('cqrs.execution', (observer, call) => observer.execute('query', call)) },
  EventBus: {
    publish: onEventBus((observer, call) => observer.publish(call)),
    publishAll: onEventBus((observer, call) => observer.publishAll(call)),
    registerSagas: { kind: 'method', wrap: wrapRegisterSagas },
    registerSaga: { kind: 'method', wrap: wrapRegisterSaga },
  },
};

/** Returns the undo; undefined when the instance is no bus. */
export function observeBus(instance: object, observer: CqrsObserver): (() => void) | undefined {
  const prototype = busPrototypeOf(instance);
  if (prototype === undefined) return undefined;
  for (const [method, wrapping] of Object.entries(WRAPPINGS[nameOf(prototype)]!))
    wrapMethod(prototype, method, wrapping);
  byBus.set(instance, observer);
  return () => void byBus.delete(instance);
}

/** Handlers know no bus; theirs is the observer of the application. Returns the undo. */
export function observeHandlersOf(pipeline: OperationPipeline, observer: CqrsObserver): () => void {
  byPipeline.set(pipeline, observer);
  return () => void byPipeline.delete(pipeline);
}

/** The key of @nestjs/cqrs 10 to 12. */
const EVENTS_HANDLER_METADATA = '__eventsHandler__';

export function observeEventHandler(prototype: object): void {
  const type = classOf(prototype);
  if (type === undefined || !Reflect.hasMetadata(EVENTS_HANDLER_METADATA, type)) return;
  wrapMethod(prototype, 'handle', { kind: 'cqrs.execution', wrap: wrapHandle });
}

/** The package's own class: one that extends it calls it in turn, and is told once. */
function busPrototypeOf(instance: object): object | undefined {
  let here = Object.getPrototypeOf(instance) as object | null;
  while (here !== null && !isBus(here)) here = Object.getPrototypeOf(here) as object | null;
  return here ?? undefined;
}

/** An application may have classes of the same names that are something else. */
function isBus(prototype: object): boolean {
  const methods = Object.keys(WRAPPINGS[nameOf(prototype)] ?? {});
  return methods.length > 0 && ['register', 'bind', ...methods].every((method) => Object.hasOwn(prototype, method));
}

function nameOf(prototype: object): string {
  return classOf(prototype)?.name ?? '';
}

type Observe = (observer: CqrsObserver, call: OriginalCall) => unknown;

function onBus(kind: Wrapping['kind'], observe: Observe): Wrapping {
  const wrap = (method: AnyMethod): AnyMethod =>
    function (this: object): unknown {
      const observer = byBus.get(this);
      if (observer === undefined) return Reflect.apply(method, this, arguments);
      return observe(observer, { method, instance: this, args: [...arguments] });
    } as AnyMethod;
  return { kind, wrap };
}

function onEventBus(observe: Observe): Wrapping {
  return onBus('event.publish', (observer, call) => {
    // Each time: an application may set another publisher whenever it likes.
    observePublisher((call.instance as { readonly publisher?: unknown }).publisher);
    return observe(observer, call);
  });
}

/** The one thing that gets events one by one, also when many are published at once. */
function observePublisher(publisher: unknown): void {
  if (typeof publisher !== 'object' || publisher === null) return;
  wrapMethod(Object.getPrototypeOf(publisher) as object, 'publish', { kind: 'event.publish', wrap: wrapHandover });
}

function wrapHandover(method: AnyMethod): AnyMethod {
  return function (this: object, event: unknown): unknown {
    const publication = Publication.of(event);
    if (publication?.isUnderWay !== true) return Reflect.apply(method, this, arguments);
    return publication.run({ method, instance: this, args: [...arguments] });
  } as AnyMethod;
}

function wrapHandle(method: AnyMethod): AnyMethod {
  return function (this: object): unknown {
    const pipeline = Publication.of(arguments[0])?.operation.pipeline ?? pipelineFor(this);
    const observer = pipeline && byPipeline.get(pipeline);
    if (observer === undefined || observer.isIdle) return Reflect.apply(method, this, arguments);
    return observer.handle({ method, instance: this, args: [...arguments] });
  } as AnyMethod;
}

/** Names of the sagas that are being registered: the bus itself is told functions. */
const announced = new WeakMap<object, string[]>();

function wrapRegisterSagas(method: AnyMethod): AnyMethod {
  return function (this: object, sagas: readonly unknown[] = []): unknown {
    announced.set(this, sagaNames(sagas));
    try {
      return Reflect.apply(method, this, arguments);
    } finally {
      announced.delete(this);
    }
  } as AnyMethod;
}

function wrapRegisterSaga(method: AnyMethod): AnyMethod {
  return function (this: object, saga: unknown, ...rest: unknown[]): unknown {
    const name = announced.get(this)?.shift();
    if (typeof saga !== 'function' || !byBus.has(this)) return Reflect.apply(method, this, [saga, ...rest]);
    return Reflect.apply(method, this, [observeSaga(saga as Saga, name ?? saga.name), ...rest]);
  } as AnyMethod;
}
