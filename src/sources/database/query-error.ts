/** What can be told of a driver's error, whichever driver it is. */
import { errorTypeOf } from '../../kernel/index.js';

export interface QueryFailure {
  /** Label: class of the SQLSTATE (`23xxx`), system error (`ECONNREFUSED`) or error class. Bounded. */
  readonly type: string;
  /** `db.response.status_code`: what the server itself called it. */
  readonly status: string | undefined;
}

interface DriverError {
  readonly code?: unknown;
  readonly sqlState?: unknown;
  readonly message?: unknown;
}

const SQLSTATE = /^[0-9A-Z]{5}$/;
const SYSTEM_ERROR = /^E[A-Z]{2,30}$/;
/** Redis errors begin with a word in capitals: `WRONGTYPE Operation against …`. */
const REDIS_ERROR = /^[A-Z]{2,20}(?= |$)/;

export function failureOf(error: unknown): QueryFailure {
  const { code, sqlState, message } = (typeof error === 'object' && error !== null ? error : {}) as DriverError;
  const name = errorTypeOf(error);
  const state = [sqlState, code].find((value): value is string => typeof value === 'string' && SQLSTATE.test(value));
  if (typeof code === 'string' && SYSTEM_ERROR.test(code) && sqlState === undefined)
    return { type: code, status: undefined };
  if (state !== undefined) return { type: `${state.slice(0, 2)}xxx`, status: typeof code === 'string' ? code : state };
  if (typeof code === 'number' || typeof code === 'string') return { type: name, status: String(code) };
  if (name !== 'Error' && name !== 'TypeError' && typeof message === 'string')
    return { type: name, status: REDIS_ERROR.exec(message)?.[0] };
  return { type: name, status: undefined };
}
