/** Names whose values are secrets, as data, and the one place that decides about a name. */

/** Hidden whatever they hold. Names are compared without case, `-`, `_`, `.` and spaces. */
const NAMES: readonly string[] = [
  'token', 'jwt', 'auth', 'xauth', 'basicauth', 'authkey', 'pwd', 'pass', 'otp', 'totp', 'cvv', 'cvv2', 'cvc', 'cvc2', 'ssn',
  'socialsecurity', 'socialsecuritynumber', 'pan', 'sid', 'connectsid', 'phpsessid', 'jsessionid', 'securitycode', 'pincode',
  'accesskey', 'sharedaccesskey', 'sharedaccesssignature', 'accountkey', 'signingkey', 'encryptionkey', 'masterkey', 'sshkey',
  'mnemonic', 'seedphrase', 'recoveryphrase', 'recoverycode', 'recoverycodes', 'xforcetrace',
]; // prettier-ignore

/** Hidden wherever they occur inside a name: `dbPassword`, `x-api-key`, `STRIPE_SECRET_KEY`. */
const PARTS =
  /password|passwd|passphrase|passcode|secret|apikey|privatekey|authorization|cookie|credential|creditcard|cardnumber|accesstoken|refreshtoken/;

/** `csrfToken`, `id_token` and the like; not the ones that count tokens of a model or stand for a page. */
const ENDING = /(?<!first|per|page|next|last|max|cancel|cancellation|continuation)token$/;

/** Names that are secrets in a query string, where an unrelated use is rarer than a leak. */
const PARAMETERS: ReadonlySet<string> = new Set(['key', 'code', 'sig', 'signature', 'xamzsignature', 'xgoogsignature']);

/** How far an unquoted value reaches: one word, as many words as follow `: `, words in any case, or the whole line. */
export type ValueExtent = 'word' | 'words-after-colon' | 'words' | 'line';

const EXTENTS: readonly (readonly [RegExp, ValueExtent])[] = [
  // Header names: `Cookie: a=1; b=2`.
  [/authorization|cookie/, 'line'],
  [/phrase$|mnemonic$/, 'words'],
  [/password$|passwd$|pwd$|pass$|secret$/, 'words-after-colon'],
];

const MAX_REMEMBERED_KEYS = 5000;
const MAX_KEY_LENGTH = 100;

export class SecretKeys {
  /** Shorter names need not be asked about. */
  readonly minLength: number;
  private readonly names: ReadonlySet<string>;
  private readonly remembered = new Map<string, boolean>();

  constructor(more: readonly string[]) {
    this.names = new Set([...NAMES, ...more.map(normaliseKey)]);
    this.minLength = Math.min(...[...this.names].map(({ length }) => length));
  }

  has(key: string): boolean {
    let isSecret = this.remembered.get(key);
    if (isSecret === undefined) this.remember(key, (isSecret = this.decide(key)));
    return isSecret;
  }

  hasParameter(name: string): boolean {
    return PARAMETERS.has(normaliseKey(innermost(name))) || this.has(name);
  }

  extentOf(key: string): ValueExtent {
    const name = normaliseKey(key);
    return EXTENTS.find(([names]) => names.test(name))?.[1] ?? 'word';
  }

  /** The whole name, or the innermost: `db.pass`, `http.request.header.x-auth`, `user[pwd]`, `user[pwd][0]`. */
  private decide(key: string): boolean {
    return this.isSecret(normaliseKey(key)) || this.isSecret(normaliseKey(innermost(key)));
  }

  private isSecret(name: string): boolean {
    return this.names.has(name) || PARTS.test(name) || ENDING.test(name);
  }

  /** Keys may come from outside: the memory is bounded, in number and length. */
  private remember(key: string, isSecret: boolean): void {
    if (this.remembered.size >= MAX_REMEMBERED_KEYS) this.remembered.clear();
    if (key.length <= MAX_KEY_LENGTH) this.remembered.set(key, isSecret);
  }
}

/** Empty brackets and numbers count the items of a list. */
function innermost(key: string): string {
  return key.split(/[.[\]]/).findLast((part) => part !== '' && !/^\d+$/.test(part)) ?? '';
}

function normaliseKey(key: string): string {
  return key
    .slice(0, MAX_KEY_LENGTH)
    .replace(/[-_.\s]/g, '')
    .toLowerCase();
}
