/** Who may read an endpoint of ours: a bearer token, compared without telling by timing how much of it was right. */
import { createHash, timingSafeEqual } from 'node:crypto';

const BEARER = /^bearer +(\S+) *$/i;

/**
 * Whether an `Authorization` header carries this bearer token (RFC 6750, section 2.1). Without a token to ask for,
 * everybody may.
 */
export function mayAccess(token: string | undefined, authorization: string | undefined): boolean {
  if (token === undefined) return true;
  const presented = BEARER.exec(authorization ?? '')?.[1];
  return presented !== undefined && isSameSecret(presented, token);
}

/** Digests have one length, so neither the length nor a common beginning of the secret can be measured. */
export function isSameSecret(presented: string, expected: string): boolean {
  return timingSafeEqual(digest(presented), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
