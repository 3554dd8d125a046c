/** Errors that came over the wire: Nest hands them on as plain objects or text, which no log line and no span can show well. */
import { types } from 'node:util';

/** Stands for what the other side, or an exception filter, made of an error. It has no stack here. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';

  constructor(readonly received: unknown) {
    super(messageOf(received));
    delete this.stack;
  }
}

export function asError(error: unknown): Error {
  return error instanceof Error || types.isNativeError(error) ? error : new RemoteError(error);
}

function messageOf(received: unknown): string {
  const message = (received as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : String(received);
}
