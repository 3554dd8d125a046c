/** How a call of a model failed, in values that can be counted: the class of the error, or the class of the HTTP status. */
import { types } from 'node:util';
import { errorTypeOf, outcomeOf, type OperationEnd } from '../../kernel/index.js';

/** A provider that answers with a failure instead of an error status: nothing is thrown, and the call has failed. */
export class AiResponseFailed extends Error {
  override readonly name = 'AiResponseFailed';

  constructor() {
    super('The provider answered that the response has failed');
  }
}

/** What clients throw when the application itself has called the request off. */
const ABORTS: ReadonlySet<string> = new Set(['AbortError', 'APIUserAbortError', 'ResponseAborted']);

/** Canceled if the application wanted it so, else failed. */
export function endBy(error: unknown): OperationEnd {
  const isAbort = outcomeOf(error) === 'canceled' || ABORTS.has(errorTypeOf(error));
  return { outcome: isAbort ? 'canceled' : 'error', error };
}

/** `RateLimitError`; where the class says nothing, `4xx` or `5xx`, or the name that the error was given. */
export function aiErrorTypeOf(error: unknown): string {
  const type = errorTypeOf(error);
  return UNTOLD.has(type) ? (statusClassOf(error) ?? nameOf(error) ?? type) : type;
}

const UNTOLD: ReadonlySet<string> = new Set(['_OTHER', 'Error', 'APIError']);

function nameOf(error: unknown): string | undefined {
  if (!(error instanceof Error) && !types.isNativeError(error)) return undefined;
  return error.name === 'Error' || error.name === '' ? undefined : error.name;
}

function statusClassOf(error: unknown): string | undefined {
  const { status, statusCode = status } = (error ?? {}) as { status?: unknown; statusCode?: unknown };
  const isStatus = typeof statusCode === 'number' && statusCode >= 100 && statusCode < 600;
  return isStatus ? `${Math.floor(statusCode / 100)}xx` : undefined;
}
