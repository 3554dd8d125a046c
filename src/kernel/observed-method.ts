/**
 * One wrapper for all decorators on a method. The first decorator wraps at definition time, the next find the callsite and
 * add their aspect: one operation, one clock reading at each end, however many aspects. The wrapper keeps name, length,
 * own properties and all metadata, because Nest keeps routes, guards and pipes on the function.
 */
import 'reflect-metadata';
import { context } from '@opentelemetry/api';
import { isUndisputed, pipelineFor } from './active-pipeline.js';
import type { CallPlan } from './call-plan.js';
import { Callsite, type Aspect } from './callsite.js';
import type { Clock } from './clock.js';
import { activeContext, enterContext, leaveContext } from './context-manager.js';
import { atEraEnd, era } from './era.js';
import { mayBePending, outcomeOf, settleResult, type Settlement } from './settle.js';
import { leaveStackAsItWas, makeRoomOnStack } from './stack-room.js';
import type { CallRecorder, OkCells } from './operation-handler.js';
import type { Call, Operation, OperationKind, Outcome } from './operation.js';

export type AnyMethod = (this: unknown, ...args: never[]) => unknown;

const callsites = new WeakMap<object, Callsite>();

/** The callsite behind an observed method; undefined when the function is not observed. */
export function callsiteOf(method: unknown): Callsite | undefined {
  return typeof method === 'function' ? callsites.get(method) : undefined;
}

export interface MethodIdentity {
  readonly kind?: OperationKind;
  readonly className: string;
  readonly methodName: string;
}

/** Wraps `method`, or adds to the callsite it already has; returns the function to put in its place. */
export function observeMethod(method: AnyMethod, identity: MethodIdentity, aspect?: Aspect): AnyMethod {
  const known = callsites.get(method);
  const callsite = known ?? new Callsite(identity.kind ?? 'method', identity.className, identity.methodName, method);
  // A decorated method that turns out to be a controller's handler is one operation, not two.
  if (identity.kind !== undefined) callsite.kind = identity.kind;
  // Decorators run bottom-up; the one nearest to the reader's eye comes first.
  if (aspect !== undefined) callsite.aspects.unshift(aspect);
  return known === undefined ? wrap(method, callsite) : method;
}

/** Observes the method `key` of a prototype or class in place. */
export function observeProperty(
  target: object,
  key: string | symbol,
  identity: MethodIdentity,
  aspect?: Aspect,
): Callsite | undefined {
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  if (typeof descriptor?.value !== 'function' || descriptor.configurable === false) return undefined;
  const observed = observeMethod(descriptor.value as AnyMethod, identity, aspect);
  Object.defineProperty(target, key, { ...descriptor, value: observed });
  return callsiteOf(observed);
}

/**
 * Begins a call of `callsite` by hand, for work that is not one function call (the two halves of an interceptor). The result
 * wants `settled` exactly once and its `context`, if any, around the work; undefined means nobody is interested.
 */
export function beginCall(callsite: Callsite, instance: unknown, args: readonly unknown[]): Settlement | undefined {
  const plan = pipelineFor(instance)?.callPlan(callsite);
  if (plan === undefined || plan.isIdle) return undefined;
  const call: Call = { instance, args };
  if (plan.needsOperation(activeContext())) return new ObservedCall(plan, callsite, call);
  if (plan.recorder === undefined) return undefined;
  plan.recorder.start?.();
  return new RecordedCall(plan, plan.recorder, plan.pipeline.clock.now(), call);
}

/**
 * The end of an operation that a source has started for one call of an observed method (a cron run): what the method's
 * decorators record is recorded with it. Call the callsite's `original`, or the method would be one more operation inside.
 */
export function settlementOf(operation: Operation): Settlement {
  const { pipeline, callsite, call } = operation;
  const recorder = callsite === undefined ? undefined : pipeline.callPlan(callsite).recorder;
  recorder?.start?.();
  return {
    context: operation.context,
    settled: (outcome, error, result) => {
      if (call !== undefined) call.result = result;
      pipeline.end(operation, { outcome, error });
      recorder?.end(outcome, operation.durationMs, error, call, result);
    },
  };
}

/** What a wrapper remembers of its plan until the era ends. */
interface Shortcut {
  /** Set when a call may turn out to be an operation: then the place where it is made is looked at. */
  readonly asker: CallPlan | undefined;
  /** Set when calls that go well add to these cells, and nothing else is to be done. */
  readonly cells: OkCells | undefined;
  readonly clock: Clock | undefined;
  /** What to call where there are no such cells: the original when nobody is interested. */
  readonly target: AnyMethod;
}

// An import is looked up on its module at each use; these are constants to the engine.
const live = era;
const here = activeContext;

/** Does what nearly every call needs by itself; everything else is the general wrapper's affair. */
function wrap(original: AnyMethod, callsite: Callsite): AnyMethod {
  const general = generalWrapper(original, callsite, (found) => {
    ({ asker, cells, clock, target } = found);
    atEraEnd(forget);
  });
  // Variables instead of one object: a call that is to be passed on reads three of them and nothing else.
  let asker: CallPlan | undefined;
  let cells: OkCells | undefined;
  let clock: Clock | undefined;
  let target = general;
  const forget = (): void => {
    asker = cells = clock = undefined;
    target = general;
  };

  const observed = function (this: unknown): unknown {
    const frameLimit = makeRoomOnStack();
    try {
      if (asker !== undefined && !asker.isDeclinedIn(here())) return Reflect.apply(general, this, arguments);
      if (cells === undefined) return Reflect.apply(target, this, arguments);
      const known = cells;
      const timer = clock;
      const startedAtMs = timer === undefined ? 0 : timer.now();
      let result: unknown;
      try {
        result = Reflect.apply(original, this, arguments);
      } catch (error) {
        recordedCall(callsite, this, startedAtMs)?.settled(outcomeOf(error), error);
        throw error;
      }
      if (typeof result === 'object' && result !== null) return settleRecorded(result, callsite, this, startedAtMs);
      if (timer !== undefined) known.time!.observe((timer.now() - startedAtMs) / 1000);
      if (known.count !== undefined) known.count.value++;
      return result;
    } finally {
      leaveStackAsItWas(frameLimit);
    }
  };
  return substitute(original, observed as AnyMethod, callsite);
}

function settleRecorded(result: object, callsite: Callsite, instance: unknown, startedAtMs: number): unknown {
  const recorded = recordedCall(callsite, instance, startedAtMs);
  return recorded === undefined ? result : settleResult(result, recorded, callsite.isAsync);
}

function recordedCall(callsite: Callsite, instance: unknown, startedAtMs: number): RecordedCall | undefined {
  const plan = pipelineFor(instance)?.callPlan(callsite);
  return plan?.recorder && new RecordedCall(plan, plan.recorder, startedAtMs, undefined);
}

/** Decides per call what is to be done, and tells when that is the same for every call of the era. */
function generalWrapper(original: AnyMethod, callsite: Callsite, remember: (shortcut: Shortcut) => void): AnyMethod {
  let plan: CallPlan | undefined;
  let plannedIn: object | undefined;
  // Functions of their own with a rest parameter: `arguments` handed on as a value would be allocated in every call.
  // All in one: an error's stack has room for ten frames, and they are the application's.
  const asOperation = function (this: unknown, ...args: unknown[]): unknown {
    const observed = new ObservedCall(plan!, callsite, { instance: this, args });
    const left = enterContext(observed.context);
    let result: unknown;
    try {
      result =
        left === undefined
          ? context.with(observed.context, original as never, this as never, ...(args as never[]))
          : Reflect.apply(original, this, args);
    } catch (error) {
      if (left !== undefined) leaveContext(left);
      observed.settled(outcomeOf(error), error);
      throw error;
    }
    if (left !== undefined) leaveContext(left);
    return settleResult(result, observed, callsite.isAsync);
  };
  const asRecordedCall = function (this: unknown, ...args: unknown[]): unknown {
    return callAndRecord(plan!, callsite, this, args);
  };
  let isRemembered = false;
  const rememberPlan = (): void => {
    if (isRemembered) return;
    isRemembered = true;
    if (isUndisputed()) remember(shortcutOf(plan, original, general));
  };

  const general = function (this: unknown): unknown {
    const pipeline = pipelineFor(this);
    if (plannedIn !== live.current || plan?.pipeline !== pipeline) {
      plan = pipeline?.callPlan(callsite);
      plannedIn = live.current;
      isRemembered = false;
      // Where calls are recorded, the first that does not throw shows that there are cells to keep.
      if (plan?.recorder === undefined) rememberPlan();
    }
    if (plan === undefined || plan.isIdle) return Reflect.apply(original, this, arguments);
    if (plan.mayNeedOperation && plan.needsOperation(activeContext()))
      return Reflect.apply(asOperation, this, arguments);
    const { recorder } = plan;
    if (recorder === undefined) return Reflect.apply(original, this, arguments);
    if (plan.readsCall) return Reflect.apply(asRecordedCall, this, arguments);

    const { clock } = plan.pipeline;
    const startedAtMs = plan.readsClock ? clock.now() : 0;
    if (plan.startsCalls) recorder.start!();
    let result: unknown;
    try {
      result = Reflect.apply(original, this, arguments);
    } catch (error) {
      recorder.end(outcomeOf(error), plan.readsClock ? clock.now() - startedAtMs : 0, error, undefined);
      throw error;
    }
    rememberPlan();
    if (mayBePending(result))
      return settleResult(result, new RecordedCall(plan, recorder, startedAtMs, undefined), callsite.isAsync);
    recorder.end('ok', plan.readsClock ? clock.now() - startedAtMs : 0, undefined, undefined, result);
    return result;
  } as AnyMethod;
  return general;
}

function shortcutOf(plan: CallPlan | undefined, original: AnyMethod, general: AnyMethod): Shortcut {
  const cells = plan?.okCells();
  return {
    asker: plan?.mayNeedOperation === true ? plan : undefined,
    cells,
    clock: cells?.time === undefined ? undefined : plan!.pipeline.clock,
    target: plan?.recorder === undefined ? original : general,
  };
}

/** Registers a hand-written wrapper as the observed form of `original`, made to look like it. */
export function substitute(original: AnyMethod, observed: AnyMethod, callsite: Callsite): AnyMethod {
  impersonate(observed, original);
  callsites.set(observed, callsite);
  return observed;
}

/** A call whose labels depend on its arguments or result. */
function callAndRecord(plan: CallPlan, callsite: Callsite, instance: unknown, args: readonly unknown[]): unknown {
  const recorder = plan.recorder!;
  const recorded = new RecordedCall(plan, recorder, plan.pipeline.clock.now(), { instance, args });
  recorder.start?.();
  let result: unknown;
  try {
    result = Reflect.apply(callsite.original, instance, args);
  } catch (error) {
    recorded.settled(outcomeOf(error), error);
    throw error;
  }
  return settleResult(result, recorded, callsite.isAsync);
}

class RecordedCall implements Settlement {
  readonly context = undefined;

  constructor(
    private readonly plan: CallPlan,
    private readonly recorder: CallRecorder,
    private readonly startedAtMs: number,
    private readonly call: Call | undefined,
  ) {}

  settled(outcome: Outcome, error: unknown, result?: unknown): void {
    if (this.call !== undefined) this.call.result = result;
    const durationMs = this.recorder.readsClock ? this.plan.pipeline.clock.now() - this.startedAtMs : 0;
    this.recorder.end(outcome, durationMs, error, this.call, result);
  }

  again(): Settlement {
    this.recorder.start?.();
    return new RecordedCall(this.plan, this.recorder, this.plan.pipeline.clock.now(), this.call);
  }
}

/** A call that is an operation: handlers start and end around it, recorders share its two clock readings. */
class ObservedCall implements Settlement {
  private readonly operation;

  constructor(
    private readonly plan: CallPlan,
    private readonly callsite: Callsite,
    private readonly call: Call,
  ) {
    this.operation = plan.pipeline.start({ kind: callsite.kind, name: callsite.name, callsite, call });
    plan.recorder?.start?.();
  }

  get context() {
    return this.operation.context;
  }

  settled(outcome: Outcome, error: unknown, result?: unknown): void {
    this.call.result = result;
    this.plan.pipeline.end(this.operation, { outcome, error });
    this.plan.recorder?.end(outcome, this.operation.durationMs, error, this.call, result);
  }

  again(): Settlement {
    return new ObservedCall(this.plan, this.callsite, this.call);
  }
}

/** Makes a wrapper indistinguishable for whoever reads names, lengths, own properties or metadata. */
export function impersonate(observed: object, original: object): void {
  for (const key of Reflect.ownKeys(original)) {
    const mine = Object.getOwnPropertyDescriptor(observed, key);
    if (mine === undefined || mine.configurable === true) {
      Object.defineProperty(observed, key, Object.getOwnPropertyDescriptor(original, key)!);
    }
  }
  for (const key of Reflect.getOwnMetadataKeys(original)) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, original), observed);
  }
}
