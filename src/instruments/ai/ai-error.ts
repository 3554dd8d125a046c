/** How a call of a model failed, in values that can be counted: the class of the error, or the class of the HTTP status. */
import { types } from 'node:util';
import { errorTypeOf, propertyOf } from '../../kernel/index.js';

/** A provider that answers with a failure instead of an error status: nothing is thrown, and the call has failed. */
export class AiResponseFailed extends Error {
  override readonly name = 'AiResponseFailed';

  constructor() {
    super('The provider answered that the response has failed');
  }
}

/** `RateLimitError`; where the class says nothing, `4xx` or `5xx`, or the name that the error was given. */
export function aiErrorTypeOf(error: unknown): string {
  const type = errorTypeOf(error);
  return UNTOLD.has(type) ? (statusClassOf(error) ?? nameOf(error, type) ?? type) : type;
}

/** What the kernel calls that which is no error. */
const NO_ERROR = '_OTHER';

const UNTOLD: ReadonlySet<string> = new Set([NO_ERROR, 'Error', 'APIError']);

function nameOf(error: unknown, type: string): string | undefined {
  // Errors of another realm have no class that is known here.
  if (type === NO_ERROR && !types.isNativeError(error)) return undefined;
  const name = propertyOf(error, 'name');
  return typeof name === 'string' && name !== '' && name !== 'Error' ? name : undefined;
}

function statusClassOf(error: unknown): string | undefined {
  const status = propertyOf(error, 'statusCode') ?? propertyOf(error, 'status');
  const isStatus = typeof status === 'number' && status >= 100 && status < 600;
  return isStatus ? `${Math.floor(status / 100)}xx` : undefined;
}
