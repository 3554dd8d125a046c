/**
 * Follows what a driver or a pool answers, by callback or promise, and hands it on as it came. Callbacks run in the context of
 * their caller: a socket's own context is that of whoever opened it.
 */
import { context, type Context } from '@opentelemetry/api';

/** What follows a call to its end. */
export interface Ending {
  ended(error?: unknown, response?: unknown): void;
  bind<F>(callback: F): F;
}

/** The callback in `caller`'s context, with `this` and arguments as they come. */
export function boundTo<F>(caller: Context, callback: F, before: (...args: unknown[]) => void): F {
  const bound = function (this: unknown, ...args: unknown[]): unknown {
    before(...args);
    return context.with(caller, callback as never, this as never, ...(args as never[]));
  };
  return bound as F;
}

/**
 * The promise to hand on instead of the driver's own. Watching that one from the side would give it two followers: an error's
 * asynchronous stack would end there, and a rejection nobody handles would pass for handled.
 */
export function endWith<T>(result: T, ending: Pick<Ending, 'ended'>): T {
  if (!isThenable(result)) {
    ending.ended();
    return result;
  }
  return result.then(
    (value) => {
      ending.ended(undefined, value);
      return value;
    },
    (error: unknown) => {
      ending.ended(error ?? new Error('rejected without a reason'));
      throw error;
    },
  ) as T;
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
