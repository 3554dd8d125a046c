/** Ids that tie requests, messages and events together: made cheaply, believed from outside only when harmless. */
import { randomBytes } from 'node:crypto';

// Unique in the world by the process' part, cheap by the counter's: a UUID would cost ten times as much per request.
const processPart = randomBytes(8).toString('hex');
let counter = 0;

export function nextId(): string {
  counter += 1;
  return `${processPart}-${counter.toString(36)}`;
}

// Printable, without spaces, quotes or separators: cannot forge a header, a log line or a query.
const TRUSTED_ID = /^[\w.:@/+=-]{1,128}$/;

/** An id from outside, or undefined when it is absent, hostile or too long. */
export function trustedId(value: unknown): string | undefined {
  return typeof value === 'string' && TRUSTED_ID.test(value) ? value : undefined;
}
