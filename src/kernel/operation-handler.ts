/**
 * What a signal is to the kernel. Handlers start in the order of the composition root and end in the reverse, so that
 * the span is still open when logs and exemplars are written. A handler that throws is counted and kept.
 */
import type { Context } from '@opentelemetry/api';
import type { Callsite } from './callsite.js';
import type { Call, Operation, OperationEvent, OperationKind, Outcome } from './operation.js';

/**
 * What follows operations: it says which kinds concern it, and is told of their starts, events and ends.
 *
 * @example
 * ```ts
 * const counts = new Map<string, number>();
 * const tally: OperationHandler = {
 *   name: 'tally',
 *   handles: (kind) => kind === 'http.server',
 *   end: ({ name }) => void counts.set(name, (counts.get(name) ?? 0) + 1),
 * };
 *
 * ObservabilityModule.forRoot({ plugins: [{ name: 'tally', handlers: [tally] }] });
 * ```
 */
export interface OperationHandler {
  readonly name: string;
  /** Whether operations of this kind concern the handler. Asked once per kind; the answer is cached. */
  handles(kind: OperationKind): boolean;
  /**
   * False when the handler never asks which operation is current. With such handlers alone an operation is not made
   * current: an asynchronous context has its price at every `await`. Missing means true.
   */
  readonly needsContext?: boolean;
  /** An operation of a kind that it handles begins. */
  start?(operation: Operation): void;
  /** Something happened inside it. */
  event?(operation: Operation, event: OperationEvent): void;
  /** It has ended: `outcome`, `error` and `durationMs` are known. */
  end?(operation: Operation): void;
  /** In place of `end`, for an operation that turns out to be none of anybody's business: takes back what `start` did. */
  discard?(operation: Operation): void;

  /**
   * For observed methods only: whether this callsite may ever need a whole operation from this handler. Asked once per
   * callsite; missing means `handles` decides.
   */
  wants?(callsite: Callsite): boolean;
  /** Whether a call under this parent needs a whole operation; asked per call, so it must be cheap. Missing means yes. */
  admits?(callsite: Callsite, parent: Context): boolean;
  /** Where `admits` would say no to every call of this callsite, so that it need not be asked. Asked once per callsite. */
  declines?(callsite: Callsite): DeclinedPlaces;
  /** Cells bound ahead for a callsite: what can be recorded without an operation. Asked once per callsite. */
  bind?(callsite: Callsite): CallRecorder | undefined;
}

/** Where calls need no operation. */
export interface DeclinedPlaces {
  /** Inside operations whose `isSilent` is set. */
  readonly inSilence: boolean;
  /** Where no operation runs and nothing else is known. */
  readonly outside: boolean;
}

/** Records calls of one callsite with everything known ahead already bound. */
export interface CallRecorder {
  readonly readsClock: boolean;
  /** True when labels or amounts depend on arguments or results; only then a `Call` is allocated. */
  readonly readsCall: boolean;
  /**
   * The cells of calls that go well, where recording one is nothing but adding to them. Asked after such a call has been
   * recorded; missing or undefined means that `end` wants to be told of every call.
   */
  okCells?(): OkCells | undefined;
  /** A call begins. */
  start?(): void;
  /** A call has ended. */
  end(outcome: Outcome, durationMs: number, error: unknown, call: Call | undefined, result?: unknown): void;
}

/** What a call that goes well adds to. */
export interface OkCells {
  readonly count?: CountCell | undefined;
  /** Takes seconds. */
  readonly time?: TimeCell | undefined;
}

/** A number that calls are counted in. */
export interface CountCell {
  value: number;
  /** The series is gone; `CallRecorder.end` finds the new one. */
  readonly isRemoved: boolean;
}

/** What durations are observed in. */
export interface TimeCell {
  /** Adds one duration. */
  observe(seconds: number): unknown;
  readonly isRemoved: boolean;
}

/** The cells of several recorders together; undefined when one has none, or two add to the same. */
export function joinedCells(recorders: readonly CallRecorder[]): OkCells | undefined {
  let joined: OkCells = {};
  for (const recorder of recorders) {
    const cells = recorder.okCells?.();
    const overlaps = (joined.count && cells?.count) ?? (joined.time && cells?.time);
    if (cells === undefined || overlaps !== undefined) return undefined;
    joined = { count: joined.count ?? cells.count, time: joined.time ?? cells.time };
  }
  return joined;
}
