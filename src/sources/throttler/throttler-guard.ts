/** Measures what a throttler guard decides, by the two methods that it and its subclasses share. */
import type { Type } from '@nestjs/common';
import { callsiteOf, observeProperty, settle, type CallEnd, type Callsite, wrapMethod } from '../../kernel/index.js';
import { rateLimitChecks, rateLimitHits } from './throttler.metrics.js';

const CHECK = 'handleRequest';
const REJECT = 'throwThrottlingException';

/** Observes the class and those it extends, as far as they are throttler guards; each once. */
export function observeThrottlerGuard(type: Type): void {
  let prototype = type.prototype as object | null;
  while (prototype !== null && isThrottlerGuard(prototype)) {
    observeCheck(prototype);
    observeRejection(prototype);
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
}

function isThrottlerGuard(prototype: object): boolean {
  return ['canActivate', CHECK, REJECT, 'getRequestResponse'].every((name) => hasMethod(prototype, name));
}

/** Of its own or inherited; no getter is evaluated. */
function hasMethod(prototype: object, name: string): boolean {
  for (let here: object | null = prototype; here !== null; here = Object.getPrototypeOf(here) as object | null) {
    const descriptor = Object.getOwnPropertyDescriptor(here, name);
    if (descriptor !== undefined) return typeof descriptor.value === 'function';
  }
  return false;
}

function observeCheck(prototype: object): void {
  if (callsiteOf(ownMethod(prototype, CHECK))?.measures.length) return;
  const className = prototype.constructor.name;
  const callsite = observeProperty(prototype, CHECK, { className, methodName: CHECK });
  if (callsite === undefined) return;
  callsite.measures = [
    { definition: rateLimitChecks, value: 'count', readsCall: true, labels: (end) => limitOf(end, callsite) },
    {
      definition: rateLimitHits,
      value: 'count',
      readsCall: true,
      labels: (end) => (isRejection(end) ? limitOf(end, callsite) : undefined),
    },
  ];
}

function ownMethod(prototype: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.value as unknown;
}

/** What `handleRequest` is given, of `@nestjs/throttler` 6. */
interface LimitRequest {
  readonly context: { getClass(): { readonly name: string }; getHandler(): { readonly name: string } };
  readonly throttler: { readonly name?: string };
}

/** Scope and resource; undefined for the part of a check that a subclass leaves to the class it extends. */
function limitOf({ call }: CallEnd, callsite: Callsite): readonly string[] | undefined {
  const guard = call?.instance as Record<typeof CHECK, unknown>;
  if (callsiteOf(guard[CHECK]) !== callsite) return undefined;
  const { context, throttler } = call!.args[0] as LimitRequest;
  return [throttler.name ?? 'default', `${context.getClass().name}.${context.getHandler().name}`];
}

/** What a guard threw to refuse a call; a store that is down throws something else. */
const rejections = new WeakSet<object>();
const TOO_MANY_REQUESTS = 429;

function isRejection({ outcome, error, result }: CallEnd): boolean {
  if (outcome === 'ok') return result === false;
  if (typeof error !== 'object' || error === null) return false;
  return rejections.has(error) || statusOf(error) === TOO_MANY_REQUESTS;
}

function statusOf(error: { getStatus?: () => unknown }): unknown {
  return typeof error.getStatus === 'function' ? error.getStatus() : undefined;
}

/** Subclasses throw what their transport understands: an exception of GraphQL's, of WebSocket's. */
function observeRejection(prototype: object): void {
  wrapMethod(
    prototype,
    REJECT,
    (original) =>
      function (...args) {
        return settle(() => Reflect.apply(original, this, args), { context: undefined, settled: remember });
      },
  );
}

function remember(_outcome: unknown, error: unknown): void {
  if (typeof error === 'object' && error !== null) rejections.add(error);
}
