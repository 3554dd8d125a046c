/**
 * Who has shown a token once carries a cookie: a random id and an end, signed. Nothing of it is remembered, so that a restart of the
 * process ends no session as long as the key is the same.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../../kernel/index.js';
import { isSameSecret } from '../../security/index.js';

const LIFETIME_S = 43_200;
const ID_BYTES = 16;
const NAME_LENGTH = 8;

export interface SessionsOptions {
  readonly key: Uint8Array;
  readonly clock: Clock;
  /** Of the console: other paths of the application never see the cookie. */
  readonly path: string;
}

export class Sessions {
  /** Cookies do not keep ports apart: two applications of one machine must not take each other's. */
  private readonly cookieName: string;

  constructor(private readonly options: SessionsOptions) {
    const fingerprint = createHash('sha256').update(options.key).digest('hex').slice(0, NAME_LENGTH);
    this.cookieName = `nestjs-observability-${fingerprint}`;
  }

  /** The `Set-Cookie` header of a new session. */
  begin({ isSecure }: { readonly isSecure: boolean }): string {
    const content = `${randomBytes(ID_BYTES).toString('base64url')}.${this.nowS + LIFETIME_S}`;
    const cookie = `${this.cookieName}=${content}.${this.signatureOf(content)}`;
    const attributes = `Path=${this.options.path}; Max-Age=${LIFETIME_S}; HttpOnly; SameSite=Strict`;
    return `${cookie}; ${attributes}${isSecure ? '; Secure' : ''}`;
  }

  /** @param cookies as the `Cookie` header has them */
  isIn(cookies: string | undefined): boolean {
    return this.valuesIn(cookies ?? '').some((value) => this.isGood(value));
  }

  private valuesIn(cookies: string): readonly string[] {
    const beginning = `${this.cookieName}=`;
    const own = cookies.split(';').map((cookie) => cookie.trim());
    return own.filter((cookie) => cookie.startsWith(beginning)).map((cookie) => cookie.slice(beginning.length));
  }

  private isGood(value: string): boolean {
    const [, content, endS, signature] = /^([\w-]+\.(\d{1,12}))\.([\w-]+)$/.exec(value) ?? [];
    if (content === undefined || !isSameSecret(signature!, this.signatureOf(content))) return false;
    return Number(endS) > this.nowS;
  }

  private signatureOf(content: string): string {
    return createHmac('sha256', this.options.key).update(content).digest('base64url');
  }

  private get nowS(): number {
    const { clock } = this.options;
    return Math.floor(clock.toEpochMs(clock.now()) / 1000);
  }
}
