/** The place of an observed method: who it is, and which aspects (traced, timed, …) its decorators asked for. */
import { types } from 'node:util';
import type { MetricDefinition } from './metric-definition.js';
import type { Call, OperationKind, Outcome } from './operation.js';

/** What one decorator asks of a method. `type` names the decorator; `options` are the decorator's own. */
export interface Aspect<Options = unknown> {
  readonly type: string;
  readonly options: Options;
}

/** The aspect of methods that nobody decorated: whether it counts is decided by the tracing of each application. */
export const AUTO_TRACED = 'auto-traced';

/** A metric fed by calls of one callsite: declared as data, so that a source can measure without knowing the metrics room. */
export interface CallMeasure {
  readonly definition: MetricDefinition;
  readonly value: 'count' | 'duration';
  /** Label values in the definition's order: fixed, or from the way the call ended; undefined records nothing. */
  readonly labels: readonly string[] | ((end: CallEnd) => readonly string[] | undefined);
  /** Whether `labels` look at the call itself, its instance and arguments; `CallEnd.call` is kept for who says so. */
  readonly readsCall?: boolean;
}

export interface CallEnd {
  readonly outcome: Outcome;
  readonly error: unknown;
  /** What the call returned or its promise gave; undefined for errors and streams. */
  readonly result?: unknown;
  readonly call: Call | undefined;
}

export class Callsite {
  readonly aspects: Aspect[] = [];
  measures: readonly CallMeasure[] = [];
  /** An `async` function: nobody but its caller has the promise that a call gives. */
  readonly isAsync: boolean;

  constructor(
    public kind: OperationKind,
    readonly className: string,
    readonly methodName: string,
    /** The undecorated function, with its name and length. */
    readonly original: (...args: never[]) => unknown,
  ) {
    this.isAsync = types.isAsyncFunction(original);
  }

  get name(): string {
    return `${this.className}.${this.methodName}`;
  }

  aspect<Options>(type: string): Aspect<Options> | undefined {
    return this.aspects.find((aspect) => aspect.type === type) as Aspect<Options> | undefined;
  }
}
