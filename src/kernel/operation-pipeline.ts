/**
 * The kernel's five verbs. Sources and decorators call them; handlers react. Nothing here throws into the work it
 * observes, and a kind nobody is interested in costs a straight call.
 */
import { CallPlan } from './call-plan.js';
import type { Callsite } from './callsite.js';
import { systemClock, type Clock } from './clock.js';
import { Diagnostics } from './diagnostics.js';
import { activeContext, runInContext } from './context-manager.js';
import { beginEra } from './era.js';
import { enterOperation, leaveOperation, parentIn } from './operation-context.js';
import type { OperationHandler } from './operation-handler.js';
import {
  Operation,
  type OperationEnd,
  type OperationEvent,
  type OperationKind,
  type OperationScope,
  type OperationStart,
} from './operation.js';
import { settle, type Settlement } from './settle.js';

export interface PipelineOptions {
  readonly handlers?: readonly OperationHandler[];
  readonly clock?: Clock;
  readonly diagnostics?: Diagnostics;
}

/**
 * Where operations begin and end, and where handlers hear of it. Sources get it; applications seldom need it.
 *
 * @example
 * ```ts
 * const pipeline = app.get(OperationPipeline);
 *
 * const found = pipeline.observe({ kind: 'database.query', name: 'SELECT orders' }, () => orders.find('42'));
 * ```
 */
export class OperationPipeline {
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  private handlers: readonly OperationHandler[];
  private plans = new Map<OperationKind, KindPlan>();
  private callPlans = new WeakMap<Callsite, CallPlan>();
  private activeCount = 0;

  constructor({ handlers = [], clock = systemClock, diagnostics = new Diagnostics() }: PipelineOptions = {}) {
    this.handlers = handlers;
    this.clock = clock;
    this.diagnostics = diagnostics;
  }

  get currentHandlers(): readonly OperationHandler[] {
    return this.handlers;
  }

  /** Replaces the handlers; operations under way end with those that are there then. */
  use(handlers: readonly OperationHandler[]): void {
    this.handlers = handlers;
    this.replan();
  }

  /** Asks every handler again what concerns it; called when a handler's interest has changed. */
  replan(): void {
    this.plans = new Map();
    this.callPlans = new WeakMap();
    beginEra();
  }

  /** Operations that have started and not yet ended. */
  get active(): number {
    return this.activeCount;
  }

  /** Whether any handler is concerned by operations of this kind. */
  isObserved(kind: OperationKind): boolean {
    return this.planFor(kind).handlers.length > 0;
  }

  /** Whether some handler asks which operation of this kind is current; else ids are told to nobody. */
  needsContext(kind: OperationKind): boolean {
    return this.planFor(kind).needsContext;
  }

  /** Begins an operation and tells its handlers; never throws. */
  start(start: OperationStart): Operation {
    const ambient = start.context ?? activeContext();
    const parentContext = start.isRoot === true ? leaveOperation(ambient) : ambient;
    const operation = new Operation(this, start, parentContext, parentIn(parentContext), this.clock.now());
    this.activeCount++;
    const plan = this.planFor(start.kind);
    const { handlers } = plan;
    for (let index = 0; index < handlers.length; index++) this.startHandler(handlers[index]!, operation);
    if (plan.needsContext) operation.context = enterOperation(parentContext, operation);
    return operation;
  }

  /** Makes the operation current for everything inside, unless no handler asks which one is. */
  runIn<A extends unknown[], T>(operation: Operation, work: (...args: A) => T, thisArg?: unknown, ...args: A): T {
    if (!this.planFor(operation.kind).needsContext) return Reflect.apply(work, thisArg, args);
    return runInContext(operation.context, work, thisArg, args);
  }

  /** Tells handlers what happened inside an operation that has not ended. */
  event(operation: Operation, event: OperationEvent): void {
    for (const handler of this.planFor(operation.kind).handlers) {
      try {
        const told: unknown = handler.event?.(operation, event);
        if (told !== undefined) this.diagnostics.follow(handler.name, 'event', told);
      } catch (error) {
        this.diagnostics.failed(handler.name, 'event', error);
      }
    }
  }

  /** Idempotent: only the first end counts. */
  end(operation: Operation, { outcome, error }: OperationEnd): void {
    if (operation.isEnded) return;
    operation.endedAtMs = this.clock.now();
    operation.outcome = outcome;
    operation.error = error;
    this.activeCount--;
    const { handlers } = this.planFor(operation.kind);
    for (let index = handlers.length - 1; index >= 0; index--) this.endHandler(handlers[index]!, operation);
  }

  /** Ends the operation as if it had never been: nobody is told, what its start changed is taken back. */
  discard(operation: Operation): void {
    if (operation.isEnded) return;
    operation.outcome = 'canceled';
    this.activeCount--;
    for (const handler of this.planFor(operation.kind).handlers) {
      this.diagnostics.safely(handler.name, 'discard', () => handler.discard?.(operation), undefined);
    }
  }

  /** Runs `work` as an operation that lasts until what `work` returns is over. Returns or throws what `work` does. */
  observe<T>(start: OperationStart, work: () => T): T {
    if (!this.isObserved(start.kind)) return work();
    const operation = this.start(start);
    const settlement: Settlement = {
      context: this.planFor(start.kind).needsContext ? operation.context : undefined,
      settled: (outcome, error) => this.end(operation, { outcome, error }),
    };
    return settle(() => this.runIn(operation, work), settlement, work);
  }

  /** Resolves who this work is for, once known: asked again until the application has an answer, never after a failure. */
  identify({ scope }: Operation): void {
    const ask = scope.identify;
    if (ask !== undefined) this.identifyBy(ask, scope);
  }

  // Apart from its caller, as whatever holds a closure: V8 makes room for what one may capture at each call.
  private identifyBy(ask: NonNullable<OperationScope['identify']>, scope: OperationScope): void {
    scope.identify = undefined;
    const identity: Identity | null | undefined = this.diagnostics.safely('identify', 'call', ask, NOBODY);
    // For nobody yet, JavaScript often has null.
    if (identity === undefined || identity === null) scope.identify = ask;
    else this.diagnostics.safely('identify', 'call', () => adoptIdentity(scope, identity), undefined);
  }

  /** What is to be done when `callsite` is called; cached until the handlers change. */
  callPlan(callsite: Callsite): CallPlan {
    let plan = this.callPlans.get(callsite);
    if (plan === undefined) {
      plan = CallPlan.of(callsite, this, this.handlers);
      this.callPlans.set(callsite, plan);
    }
    return plan;
  }

  private planFor(kind: OperationKind): KindPlan {
    return this.plans.get(kind) ?? this.newPlan(kind);
  }

  private newPlan(kind: OperationKind): KindPlan {
    const handlers = this.handlers.filter((handler) => this.isConcerned(handler, kind));
    const plan = { handlers, needsContext: handlers.some(({ needsContext }) => needsContext !== false) };
    this.plans.set(kind, plan);
    return plan;
  }

  private isConcerned(handler: OperationHandler, kind: OperationKind): boolean {
    return this.diagnostics.safely(handler.name, 'handles', () => handler.handles(kind), false);
  }

  private startHandler(handler: OperationHandler, operation: Operation): void {
    try {
      const told: unknown = handler.start?.(operation);
      if (told !== undefined) this.diagnostics.follow(handler.name, 'start', told);
    } catch (error) {
      this.diagnostics.failed(handler.name, 'start', error);
    }
  }

  private endHandler(handler: OperationHandler, operation: Operation): void {
    try {
      const told: unknown = handler.end?.(operation);
      if (told !== undefined) this.diagnostics.follow(handler.name, 'end', told);
    } catch (error) {
      this.diagnostics.failed(handler.name, 'end', error);
    }
  }
}

/** Who is concerned by one kind of operations; decided when the first one starts. */
interface KindPlan {
  readonly handlers: readonly OperationHandler[];
  readonly needsContext: boolean;
}

type Identity = ReturnType<NonNullable<OperationScope['identify']>> & object;

const NOBODY: Identity = Object.freeze({});

function adoptIdentity(scope: OperationScope, { userId, sessionId }: { userId?: unknown; sessionId?: unknown }): void {
  if (isId(userId)) scope.userId = String(userId);
  if (isId(sessionId)) scope.sessionId = String(sessionId);
}

function isId(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
