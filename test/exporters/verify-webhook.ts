/** A receiver's check of a webhook's signature, as the documentation shows it. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

// #region verify
const MAX_AGE_SECONDS = 300;

/** @param body as it was received, decompressed, not parsed */
export function isFromUs(secret: string, headers: IncomingHttpHeaders, body: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': sentAt, 'webhook-signature': signatures = '' } = headers;
  if (Math.abs(Date.now() / 1000 - Number(sentAt)) > MAX_AGE_SECONDS) return false;
  const digest = createHmac('sha256', secret)
    .update(`${String(id)}.${String(sentAt)}.${body}`)
    .digest('base64');
  const expected = Buffer.from(`v1,${digest}`);
  return String(signatures)
    .split(' ')
    .map((signature) => Buffer.from(signature))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}
// #endregion verify
