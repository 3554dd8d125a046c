/** Tokens of links: each opens one session. Whoever can read the application's log may look. */
import { randomBytes } from 'node:crypto';
import { isSameSecret } from '../../security/index.js';

/** The newest links stay good; those before them do not. */
const MAX_OPEN = 3;
const TOKEN_BYTES = 32;

export class OneTimeTokens {
  private open: readonly string[] = [];

  issue(): string {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    this.open = [token, ...this.open].slice(0, MAX_OPEN);
    return token;
  }

  /** Whether it was one of them, which it then is no more. */
  redeem(presented: string): boolean {
    // Each is compared, whichever fits.
    const others = this.open.filter((token) => !isSameSecret(presented, token));
    const isOpen = others.length < this.open.length;
    this.open = others;
    return isOpen;
  }
}
