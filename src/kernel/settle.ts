/**
 * Knows when work is over, whatever it returned, and hands the result on unchanged: a plain value or a throw at once, a
 * native promise when it settles (observed on the side, the same promise is returned, unless it was made for this very call), a
 * generator when its iteration ends, an Observable per subscription. Everything else, lazy thenables above all, is never
 * touched: their `then` runs the work.
 */
import { types } from 'node:util';
import { context, type Context } from '@opentelemetry/api';
import { isObservable, Observable, type Subscriber } from 'rxjs';
import { errorTypeOf, propertyOf } from './error-facts.js';
import type { Outcome } from './operation.js';
import { watchSubscriber } from './watch-subscriber.js';

export interface Settlement {
  /** Made current while a generator's or an Observable's own code runs; undefined leaves the context alone. */
  readonly context: Context | undefined;
  /** Called exactly once. `result` is the value of a call or promise, undefined for streams. */
  settled(outcome: Outcome, error: unknown, result?: unknown): void;
  /** The settlement of each consumer of an Observable or iterable after the first. Missing: those are not observed. */
  again?(): Settlement;
}

/** @param original what `work` calls, where it is not the whole work itself */
export function settle<T>(work: () => T, settlement: Settlement, original: unknown = work): T {
  let result: T;
  try {
    result = work();
  } catch (error) {
    settlement.settled(outcomeOf(error), error);
    throw error;
  }
  return settleResult(result, settlement, types.isAsyncFunction(original));
}

/** @param isFresh a promise was made for this very call, as an `async` function does: see `settleDerived` */
export function settleResult<T>(result: T, settlement: Settlement, isFresh = false): T {
  if (isNativePromise(result))
    return isFresh ? (settleDerived(result, settlement) as T) : settlePromise(result, settlement);
  if (types.isGeneratorObject(result)) return settleGenerator(result, settlement) as T;
  if (mayBePending(result) && isReadable(result)) {
    if (isPlainObservable(result)) return settleObservable(result, settlement) as T;
    if (isAsyncIterable(result)) return settleIterable(result, settlement) as T;
  }
  settlement.settled('ok', undefined, result);
  return result;
}

/** Whether `settleResult` may have to wait; false for everything that is over when the call returns. */
export function mayBePending(result: unknown): result is object {
  return typeof result === 'object' && result !== null;
}

/** Classes that clients of models throw for it, under the name `Error`. */
const ABORTS: ReadonlySet<string> = new Set(['APIUserAbortError', 'ResponseAborted']);

/** An abort that was asked for is not a failure. */
export function outcomeOf(error: unknown): Outcome {
  const isAbort = propertyOf(error, 'name') === 'AbortError' || ABORTS.has(errorTypeOf(error));
  return isAbort ? 'canceled' : 'error';
}

// Subclasses may be lazy (their constructor or `then` starts the work), so only promises that are exactly native count.
function isNativePromise(value: unknown): value is Promise<unknown> {
  return types.isPromise(value) && value.constructor?.name === 'Promise' && !Object.hasOwn(value, 'then');
}

function settlePromise<T>(promise: T & Promise<unknown>, settlement: Settlement): T {
  // One `then` with both handlers: no second promise chain, no new unhandled rejection.
  promise.then(
    (value) => settlement.settled('ok', undefined, value),
    (error) => settlement.settled(outcomeOf(error), error),
  );
  return promise;
}

/**
 * Hands on a promise derived from the given one instead of watching that from the side: a rejection that nobody handles then
 * stays unhandled, and an error's stack keeps its async callers. It costs a microtask and the promise's identity, so it is for
 * promises that were made for this very call.
 */
export function settleDerived<T>(promise: Promise<T>, settlement: Settlement): Promise<T> {
  return promise.then(
    (value) => {
      settlement.settled('ok', undefined, value);
      return value;
    },
    (error: unknown) => {
      settlement.settled(outcomeOf(error), error);
      throw error;
    },
  );
}

type AnyGenerator = Generator | AsyncGenerator;
type Step = (this: unknown, value?: unknown) => unknown;

/** Shadows next, return and throw on this one generator, so no context is held across a yield. */
function settleGenerator(generator: AnyGenerator, settlement: Settlement): AnyGenerator {
  const endOnce = once(settlement);
  if (!canShadow(generator, 'next')) return (endOnce('ok'), generator);
  const lazy = watchForNobody(generator, endOnce);
  for (const method of ['next', 'return', 'throw'] as const) {
    const step = generator[method] as Step | undefined;
    // An iterator of the application's own needs no more than `next`.
    if (typeof step !== 'function' || !canShadow(generator, method)) continue;
    const observed: Step = (value) => {
      lazy.isConsumed = true;
      return followStep(() => inContext(settlement, step, generator, value), method, endOnce);
    };
    Object.defineProperty(generator, method, { value: observed, configurable: true, writable: true });
  }
  return generator;
}

type EndOnce = (outcome: Outcome, error?: unknown) => void;

function followStep(run: () => unknown, method: string, endOnce: EndOnce): unknown {
  try {
    const step = run();
    if (isNativePromise(step)) {
      step.then(
        (result) => followDone(result, method, endOnce),
        (error: unknown) => endOnce(outcomeOf(error), error),
      );
    } else followDone(step, method, endOnce);
    return step;
  } catch (error) {
    endOnce(outcomeOf(error), error);
    throw error;
  }
}

function followDone(step: unknown, method: string, endOnce: EndOnce): void {
  if ((step as IteratorResult<unknown> | undefined)?.done === true) endOnce(method === 'return' ? 'canceled' : 'ok');
}

/** Each iteration of a re-iterable object settles on its own; the first one belongs to the call. */
function settleIterable(iterable: AsyncIterable<unknown>, settlement: Settlement): AsyncIterable<unknown> {
  if (!canShadow(iterable, Symbol.asyncIterator) || isStream(iterable)) {
    settlement.settled('ok', undefined, iterable);
    return iterable;
  }
  const iterate = iterable[Symbol.asyncIterator];
  const own = oneTime(settlement);
  const next = perConsumer(own);
  const lazy = watchForNobody(iterable, once(own));
  const observed = () => {
    lazy.isConsumed = true;
    return settleGenerator(iterate.call(iterable) as AsyncGenerator, next());
  };
  Object.defineProperty(iterable, Symbol.asyncIterator, { value: observed, configurable: true, writable: true });
  return iterable;
}

function settleObservable(source: Observable<unknown>, settlement: Settlement): Observable<unknown> {
  const own = oneTime(settlement);
  const next = perConsumer(own);
  const observed: Observable<unknown> = new Observable((subscriber) => {
    lazy.isConsumed = true;
    subscribeObserved(source, subscriber, next());
  });
  const lazy = watchForNobody(observed, once(own));
  return observed;
}

function subscribeObserved(source: Observable<unknown>, subscriber: Subscriber<unknown>, settlement: Settlement): void {
  const endOnce = once(settlement);
  let isDelivering = false;
  watchSubscriber(subscriber, {
    next: () => void (isDelivering = true),
    delivered: () => void (isDelivering = false),
    error: (error) => endOnce(outcomeOf(error), error),
    complete: () => endOnce('ok'),
  });
  // Who unsubscribes while a value is being handed over has what he wanted: `firstValueFrom`, `take(1)`.
  subscriber.add(() => endOnce(isDelivering ? 'ok' : 'canceled'));
  inContext(settlement, () => source.subscribe(subscriber), undefined);
}

/** The settlement for each consumer in turn: the call's own for the first, new ones for the rest. */
function perConsumer(settlement: Settlement): () => Settlement {
  let isFirst = true;
  return () => {
    const mine = isFirst ? settlement : (settlement.again?.() ?? UNOBSERVED);
    isFirst = false;
    return mine;
  };
}

const UNOBSERVED: Settlement = { context: undefined, settled: () => undefined };

// A lazy result nobody ever consumes did no work; it counts as canceled once it is collected.
const unconsumed = new FinalizationRegistry<EndOnce>((endOnce) => endOnce('canceled'));

interface LazyResult {
  readonly target: object;
  readonly endOnce: EndOnce;
  isConsumed: boolean;
}

let justMade: LazyResult[] = [];
const MAX_JUST_MADE = 1000;
// Test runners replace the global one.
const nextTurn = setImmediate;

/**
 * Most lazy results are consumed in the turn that made them, and a registration lasts until the next full garbage collection:
 * only those still untouched in the next turn are registered.
 *
 * @param endOnce is held by the registry, so no closure of the function that knows the result: its scope would keep that alive
 */
function watchForNobody(target: object, endOnce: EndOnce): LazyResult {
  const lazy = { target, endOnce, isConsumed: false };
  const count = justMade.push(lazy);
  if (count === 1) nextTurn(registerUntouched);
  // A turn that makes a million of them must not hold them all.
  else if (count === MAX_JUST_MADE) registerUntouched();
  return lazy;
}

function registerUntouched(): void {
  for (const { target, endOnce, isConsumed } of justMade) if (!isConsumed) unconsumed.register(target, endOnce);
  justMade = [];
}

function once(settlement: Settlement): EndOnce {
  const own = oneTime(settlement);
  return (outcome, error) => own.settled(outcome, error);
}

function oneTime(settlement: Settlement): Settlement {
  let isSettled = false;
  const settled = (outcome: Outcome, error: unknown): void => {
    if (isSettled) return;
    isSettled = true;
    settlement.settled(outcome, error);
  };
  return { context: settlement.context, settled, again: () => settlement.again?.() ?? UNOBSERVED };
}

function inContext<T>(
  settlement: Settlement,
  work: (this: never, value?: never) => T,
  thisArg: unknown,
  value?: unknown,
): T {
  if (settlement.context === undefined) return work.call(thisArg as never, value as never);
  return context.with(settlement.context, work as never, thisArg as never, value) as T;
}

/** What a proxy answers is the application's code: it may throw, or say yes to every question. */
function isReadable(value: object): boolean {
  return !types.isProxy(value);
}

function canShadow(target: object, key: PropertyKey): boolean {
  return Object.isExtensible(target) && Object.getOwnPropertyDescriptor(target, key)?.configurable !== false;
}

// Subjects are long-lived channels, not work, and subclasses would lose their type.
function isPlainObservable(value: unknown): value is Observable<unknown> {
  try {
    return isObservable(value) && value.constructor?.name === 'Observable';
  } catch {
    // A getter of the application's throws: as above.
    return false;
  }
}

/** Query builders can be iterated and awaited; which of the two the caller will do is not known, and they are lazy. */
function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  const asked = value as Partial<AsyncIterable<unknown> & PromiseLike<unknown>>;
  try {
    return typeof asked[Symbol.asyncIterator] === 'function' && typeof asked.then !== 'function';
  } catch {
    return false;
  }
}

/** Of Node or of the Web. */
function isStream(value: object): boolean {
  const { pipe, pipeTo } = value as { pipe?: unknown; pipeTo?: unknown };
  return typeof pipe === 'function' || typeof pipeTo === 'function';
}
