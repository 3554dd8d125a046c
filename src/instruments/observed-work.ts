/** Work that is handed to an instrument, as an operation from its beginning to whatever end its result comes to. */
import { types } from 'node:util';
import {
  mayBePending,
  outcomeOf,
  settleDerived,
  settleResult,
  type Operation,
  type OperationPipeline,
  type OperationStart,
  type Outcome,
} from '../kernel/index.js';

/**
 * What comes of work: a promise for all that has a `then` (query builders only run once that is called), else what it returned.
 *
 * @example
 * ```ts
 * const rendered: Started<Promise<string>> = getInstrument(QueuesInstrument)
 *   .queue('exports')
 *   .job('pdf', {}, () => page.render());
 * ```
 */
export type Started<T> = T extends PromiseLike<infer V> ? Promise<V> : T;

export interface ObservedWork<T> {
  readonly start: OperationStart;
  readonly work: () => T;
  /** Told just before the operation ends; it may still name and label it. */
  readonly onEnd?: (operation: Operation, outcome: Outcome, error: unknown) => void;
}

/** Throws and rejects as `work` does. Streams of values (generators, Observables) end when they have been read. */
export function observeWork<T>(pipeline: OperationPipeline, { start, work, onEnd }: ObservedWork<T>): Started<T> {
  if (!pipeline.isObserved(start.kind)) return started(work());
  const operation = pipeline.start(start);
  const settled = (outcome: Outcome, error: unknown): void => {
    pipeline.diagnostics.safely(start.kind, 'end', () => onEnd?.(operation, outcome, error), undefined);
    pipeline.end(operation, { outcome, error });
  };
  try {
    const result = pipeline.runIn(operation, () => started(work()));
    const context = pipeline.needsContext(start.kind) ? operation.context : undefined;
    return follow(result, { context, settled });
  } catch (error) {
    settled(outcomeOf(error), error);
    throw error;
  }
}

/** A rejection that the application leaves to the process stays one: it gets a promise of which nobody else has taken care. */
function follow<T>(result: T, settlement: Parameters<typeof settleResult>[1]): T {
  return types.isPromise(result) ? (settleDerived(result, settlement) as T) : settleResult(result, settlement);
}

function started<T>(result: T): Started<T> {
  if (types.isPromise(result) || !isThenable(result)) return result as Started<T>;
  return new Promise((resolve, reject) => void result.then(resolve, reject)) as Started<T>;
}

/** What a proxy answers is the application's code: it may say yes to every question. */
function isThenable(result: unknown): result is PromiseLike<unknown> {
  return mayBePending(result) && !types.isProxy(result) && typeof (result as { then?: unknown }).then === 'function';
}
