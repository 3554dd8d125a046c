/**
 * The signed header by which one request asks to be traced whatever the sampling ratio. Who knows the secret may ask, for
 * one method and path and for five minutes; nobody else can raise the cost of tracing from outside.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createContextKey, type Context } from '@opentelemetry/api';

export const FORCE_TRACE_HEADER = 'x-force-trace';

const SIGNED = /^(\d{1,12})\.([0-9a-f]{64})$/;
const VALIDITY_SECONDS = 300;
const FORCE_TRACE_KEY = createContextKey('nestjs-observability force trace');

/** The request that a signature is good for. */
export interface ForcedRequest {
  readonly method: string;
  /** As sent, without the query: `/orders/7`. */
  readonly path: string;
}

/** The header's value for one request: `<unix seconds>.<hex HMAC-SHA-256>`, valid for five minutes. */
export function signForceTrace(secret: string, request: ForcedRequest, nowMs = Date.now()): string {
  const unixSeconds = String(Math.floor(nowMs / 1000));
  return `${unixSeconds}.${signatureOf(secret, unixSeconds, request)}`;
}

/**
 * Whether `header` is a valid signature for this request. Never throws; anything but one well-formed value is false.
 * Clocks may differ by the five minutes in either direction.
 */
export function isForceTraceSigned(
  secret: string,
  header: unknown,
  request: ForcedRequest,
  nowMs = Date.now(),
): boolean {
  const match = typeof header === 'string' ? SIGNED.exec(header) : null;
  if (match === null) return false;
  const [unixSeconds, signature] = [match[1]!, match[2]!];
  const isFresh = Math.abs(nowMs / 1000 - Number(unixSeconds)) <= VALIDITY_SECONDS;
  const expected = signatureOf(secret, unixSeconds, request);
  return timingSafeEqual(Buffer.from(signature), Buffer.from(expected)) && isFresh;
}

/** Marks the context of a request whose header was valid; sampling reads the mark. */
export function forceTrace(parent: Context): Context {
  return parent.setValue(FORCE_TRACE_KEY, true);
}

export function isTraceForced(ambient: Context): boolean {
  return ambient.getValue(FORCE_TRACE_KEY) === true;
}

function signatureOf(secret: string, unixSeconds: string, { method, path }: ForcedRequest): string {
  return createHmac('sha256', secret).update(`${unixSeconds}:${method} ${path}`).digest('hex');
}
