/**
 * The wrapper around a method that nobody decorated. It has to be spare with the stack, which the application has not reserved
 * for it: one frame where no span is made, two where one is. In a deep recursion it steps aside altogether.
 */
import { context } from '@opentelemetry/api';
import {
  AUTO_TRACED,
  beginCall,
  Callsite,
  enterContext,
  leaveContext,
  outcomeOf,
  pipelineFor,
  settleResult,
  substitute,
  type AnyMethod,
  type Settlement,
} from '../../kernel/index.js';

/** So often a method may stand on the stack before the original takes the place of its wrapper. */
const MAX_NESTED_CALLS = 50;

/** Observes the method `key` of a prototype in place; one that cannot be replaced stays as it is. */
export function autoTraceMethod(prototype: object, key: string, className: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, key)!;
  const original = descriptor.value as AnyMethod;
  const callsite = new Callsite('method', className, key, original);
  callsite.aspects.push({ type: AUTO_TRACED, options: undefined });
  const observed = wrap(callsite, (from, to) => exchange(prototype, key, from, to));
  exchange(prototype, key, original, substitute(original, observed, callsite));
}

type Exchange = (from: AnyMethod, to: AnyMethod) => void;

/** Whoever has put something else there in the meantime keeps it. */
function exchange(prototype: object, key: string, from: AnyMethod, to: AnyMethod): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
  if (descriptor?.value === from) Reflect.defineProperty(prototype, key, { ...descriptor, value: to });
}

function wrap(callsite: Callsite, put: Exchange): AnyMethod {
  const original = callsite.original as AnyMethod;
  let nestedCalls = 0;
  // A function of its own: a rest parameter is allocated in every call.
  const asCall = function (this: unknown, ...args: unknown[]): unknown {
    const call = beginCall(callsite, this, args);
    if (call === undefined) return Reflect.apply(original, this, args);
    const left = call.context && enterContext(call.context);
    let result: unknown;
    try {
      result = mustRunIn(call, left) ? runIn(call, original, this, args) : Reflect.apply(original, this, args);
    } catch (error) {
      if (left !== undefined) leaveContext(left);
      call.settled(outcomeOf(error), error);
      throw error;
    }
    if (left !== undefined) leaveContext(left);
    return settleResult(result, call, callsite.isAsync);
  };
  const observed = function (this: unknown): unknown {
    nestedCalls++;
    try {
      if (nestedCalls === MAX_NESTED_CALLS) put(observed, original);
      return Reflect.apply(isObserved(callsite, this) ? asCall : original, this, arguments);
    } finally {
      if (nestedCalls-- === MAX_NESTED_CALLS) put(original, observed);
    }
  } as AnyMethod;
  return observed;
}

function isObserved(callsite: Callsite, instance: unknown): boolean {
  const plan = pipelineFor(instance)?.callPlan(callsite);
  if (plan === undefined || plan.isIdle) return false;
  return plan.recorder !== undefined || plan.needsOperation(context.active());
}

/** The application brought a context manager, which cannot be entered without frames. */
function mustRunIn(call: Settlement, left: unknown): boolean {
  return call.context !== undefined && left === undefined;
}

function runIn(call: Settlement, original: AnyMethod, instance: unknown, args: readonly unknown[]): unknown {
  return context.with(call.context!, original as never, instance as never, ...(args as never[]));
}
