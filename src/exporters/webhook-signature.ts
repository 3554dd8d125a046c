/** Signatures of webhooks by Standard Webhooks 1.0 (https://www.standardwebhooks.com): HMAC-SHA256 over id, time and body. */
import { createHmac } from 'node:crypto';

export interface SignedMessage {
  /** The same when it is sent again, so that a receiver can tell. */
  readonly id: string;
  /** Seconds since the Unix epoch, of this sending: a receiver refuses what is old. */
  readonly sentAtSeconds: number;
  /** Before any compression. */
  readonly body: string | Buffer;
}

const ENCODED_KEY = 'whsec_';

/** The value of `webhook-signature`. */
export function signWebhook(secret: string, { id, sentAtSeconds, body }: SignedMessage): string {
  const digest = createHmac('sha256', keyOf(secret)).update(`${id}.${sentAtSeconds}.`).update(body).digest('base64');
  return `v1,${digest}`;
}

function keyOf(secret: string): Buffer {
  const isEncoded = secret.startsWith(ENCODED_KEY);
  return isEncoded ? Buffer.from(secret.slice(ENCODED_KEY.length), 'base64') : Buffer.from(secret);
}
