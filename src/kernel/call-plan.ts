/**
 * What to do when one callsite is called under one pipeline, decided once. The answer ranges from "nothing" over "add to
 * these cells" to "a whole operation with a span"; a call pays for what its plan says and for nothing else.
 */
import { ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import type { Callsite } from './callsite.js';
import {
  joinedCells,
  type CallRecorder,
  type DeclinedPlaces,
  type OkCells,
  type OperationHandler,
} from './operation-handler.js';
import { isSilent } from './operation-context.js';
import type { Call, Outcome } from './operation.js';
import type { OperationPipeline } from './operation-pipeline.js';

export class CallPlan {
  readonly isIdle: boolean;
  readonly mayNeedOperation: boolean;
  /** What the recorder says of itself, decided here instead of asked per call. */
  readonly startsCalls: boolean;
  readonly readsClock: boolean;
  readonly readsCall: boolean;
  /** Places where no call needs an operation, known ahead. */
  readonly isDeclinedInSilence: boolean;
  readonly isDeclinedOutside: boolean;

  private constructor(
    readonly pipeline: OperationPipeline,
    readonly recorder: CallRecorder | undefined,
    private readonly admitters: readonly OperationHandler[],
    private readonly callsite: Callsite,
    declined: readonly DeclinedPlaces[],
  ) {
    this.mayNeedOperation = admitters.length > 0;
    this.isIdle = recorder === undefined && !this.mayNeedOperation;
    this.startsCalls = recorder?.start !== undefined;
    this.readsClock = recorder?.readsClock === true;
    this.readsCall = recorder?.readsCall === true;
    this.isDeclinedInSilence = declined.every(({ inSilence }) => inSilence);
    this.isDeclinedOutside = declined.every(({ outside }) => outside);
  }

  static of(callsite: Callsite, pipeline: OperationPipeline, handlers: readonly OperationHandler[]): CallPlan {
    const ask = <T>(handler: OperationHandler, phase: string, question: () => T, fallback: T): T =>
      pipeline.diagnostics.safely(handler.name, phase, question, fallback);
    const concerned = handlers.filter((handler) =>
      ask(handler, 'handles', () => handler.handles(callsite.kind), false),
    );
    const admitters = concerned.filter((handler) =>
      ask(handler, 'wants', () => handler.wants?.(callsite) ?? true, false),
    );
    const recorders = handlers.flatMap((handler) => {
      const recorder = ask(handler, 'bind', () => handler.bind?.(callsite), undefined);
      return recorder === undefined ? [] : [isolated(recorder, handler.name, pipeline)];
    });
    const declined = admitters.map((handler) =>
      ask(handler, 'declines', () => handler.declines?.(callsite) ?? NOWHERE, NOWHERE),
    );
    return new CallPlan(pipeline, combine(recorders), admitters, callsite, declined);
  }

  /** What a call that goes well adds to, where that is all there is to record; asked after such a call. */
  okCells(): OkCells | undefined {
    if (this.recorder === undefined || this.startsCalls || this.readsCall) return undefined;
    return this.recorder.okCells?.();
  }

  /** Whether no call needs an operation here, without asking anybody. */
  isDeclinedIn(ambient: Context): boolean {
    if (ambient === root) return this.isDeclinedOutside;
    return this.isDeclinedInSilence && isSilent(ambient);
  }

  /** Whether this call needs a whole operation: some handler that takes them admits it under this parent. */
  needsOperation(parent: Context): boolean {
    for (const handler of this.admitters) if (this.isAdmittedBy(handler, parent)) return true;
    return false;
  }

  private isAdmittedBy(handler: OperationHandler, parent: Context): boolean {
    try {
      const isAdmitted: unknown = handler.admits === undefined || handler.admits(this.callsite, parent);
      if (typeof isAdmitted === 'boolean') return isAdmitted;
      this.pipeline.diagnostics.follow(handler.name, 'admits', isAdmitted);
      throw new TypeError('neither true nor false was returned');
    } catch (error) {
      this.pipeline.diagnostics.failed(handler.name, 'admits', error);
      return false;
    }
  }
}

// Behind a getter of its package.
const root = ROOT_CONTEXT;

const NOWHERE: DeclinedPlaces = { inSilence: false, outside: false };

function combine(recorders: readonly CallRecorder[]): CallRecorder | undefined {
  if (recorders.length <= 1) return recorders[0];
  return {
    readsClock: recorders.some((recorder) => recorder.readsClock),
    readsCall: recorders.some((recorder) => recorder.readsCall),
    ...(recorders.some(({ start }) => start !== undefined) && {
      start: () => recorders.forEach((recorder) => recorder.start?.()),
    }),
    okCells: () => joinedCells(recorders),
    end: (...how) => recorders.forEach((recorder) => recorder.end(...how)),
  };
}

/** A recorder whose faults stay inside. A class, so that a call goes through two monomorphic methods and no closure. */
class IsolatedRecorder implements CallRecorder {
  readonly readsClock: boolean;
  readonly readsCall: boolean;
  readonly start: (() => void) | undefined;

  constructor(
    private readonly inner: CallRecorder,
    private readonly name: string,
    private readonly pipeline: OperationPipeline,
  ) {
    this.readsClock = inner.readsClock;
    this.readsCall = inner.readsCall;
    this.start = inner.start === undefined ? undefined : () => this.startInner();
  }

  end(outcome: Outcome, durationMs: number, error: unknown, call: Call | undefined, result?: unknown): void {
    try {
      const told: unknown = this.inner.end(outcome, durationMs, error, call, result);
      if (told !== undefined) this.pipeline.diagnostics.follow(this.name, 'end', told);
    } catch (failure) {
      this.pipeline.diagnostics.failed(this.name, 'end', failure);
    }
  }

  okCells(): OkCells | undefined {
    return this.pipeline.diagnostics.safely(this.name, 'okCells', () => this.inner.okCells?.(), undefined);
  }

  private startInner(): void {
    try {
      const told: unknown = this.inner.start?.();
      if (told !== undefined) this.pipeline.diagnostics.follow(this.name, 'start', told);
    } catch (error) {
      this.pipeline.diagnostics.failed(this.name, 'start', error);
    }
  }
}

function isolated(recorder: CallRecorder, name: string, pipeline: OperationPipeline): CallRecorder {
  return new IsolatedRecorder(recorder, name, pipeline);
}
