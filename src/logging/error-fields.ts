/** The `err` object of a line. */
import { errorMessageOf, errorTypeOf, fingerprintOf, type SourceLines } from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import { frameFields, type FrameFields } from './error-frames.js';
import { MAX_TEXT_LENGTH } from './log-entry.js';

export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly fingerprint: string;
  /** With `logs.frames`. */
  readonly frames?: readonly FrameFields[];
}

const MAX_CAUSES = 5;

/** From whatever was thrown; causes and the members of an AggregateError follow in the stack, as Node prints them. */
export function errorFields(error: unknown, redactor: Redactor, source?: SourceLines): ErrorFields {
  const stack = stackWithCauses(error, MAX_CAUSES);
  return {
    type: errorTypeOf(error),
    message: redactor.redactText(errorMessageOf(error), MAX_TEXT_LENGTH),
    ...(stack !== undefined && { stack: redactor.redactText(stack, MAX_TEXT_LENGTH) }),
    fingerprint: fingerprintOf(error),
    ...(source !== undefined && { frames: frameFields(error, source, redactor) }),
  };
}

/** Nest hands over a message and a stack where the error itself is gone; this is as near to it as one comes. */
export function errorFromStack(message: string, stack: string): Error {
  // The class as the first line tells it: `TypeError: …`.
  const name = /^([\w$.]+)(?::|$)/m.exec(stack.slice(0, 200))?.[1] ?? 'Error';
  return Object.defineProperties(new Error(message), { stack: { value: stack }, constructor: { value: { name } } });
}

function stackWithCauses(error: unknown, left: number): string | undefined {
  try {
    const { stack, cause, errors } = (error ?? {}) as { stack?: unknown; cause?: unknown; errors?: unknown };
    if (typeof stack !== 'string' || left === 0) return undefined;
    const causes = [cause, ...(Array.isArray(errors) ? errors.slice(0, left) : [])];
    const below = causes.map((one) => stackWithCauses(one, left - 1)).filter((text) => text !== undefined);
    return [stack, ...below.map((text) => `Caused by: ${text}`)].join('\n');
  } catch {
    return undefined;
  }
}
