/** How the end of a call is told: who ended it, and what kind of failure it was. */
import { errorTypeOf, propertyOf, type Outcome } from '../../kernel/index.js';

export interface CallEnd {
  readonly outcome: Outcome;
  /** OpenTelemetry's `error.type`: bounded by the code, never a message. */
  readonly errorType: string | undefined;
  readonly error: unknown;
}

/** The caller went away: `destroy()`, `abort()`, a cancelled body. */
export const CANCELED: CallEnd = { outcome: 'canceled', errorType: undefined, error: undefined };
export const TIMED_OUT: CallEnd = { outcome: 'error', errorType: 'timeout', error: undefined };

/** Names that clients give to what the caller asked for; axios has its own. */
const ABORTS = new Set<unknown>(['AbortError', 'CanceledError']);

/** An abort by `AbortSignal.timeout` is a timeout, whatever its error is called. */
export function failureOf(error: unknown): CallEnd {
  const name = propertyOf(error, 'name');
  if (name === 'TimeoutError' || propertyOf(propertyOf(error, 'cause'), 'name') === 'TimeoutError')
    return { ...TIMED_OUT, error };
  if (ABORTS.has(name)) return { ...CANCELED, error };
  return { outcome: 'error', errorType: codeOf(error) ?? errorTypeOf(error), error };
}

const CODE = /^[A-Z][A-Z0-9_]{2,63}$/;

/** Node's classes all are `Error`; its codes say what happened: ECONNREFUSED, ENOTFOUND, DEPTH_ZERO_SELF_SIGNED_CERT. */
function codeOf(error: unknown): string | undefined {
  const code = propertyOf(error, 'code');
  return typeof code === 'string' && CODE.test(code) ? code : undefined;
}
