/**
 * What counts as a secret, as data: names of keys, and shapes of text. Every pattern starts where a run of its own
 * characters starts (a look-behind) and repeats one class at a time, so that matching is linear in the text.
 */

/** Hidden whatever they hold. Names are compared without case, `-`, `_`, `.` and spaces. */
const SECRET_KEYS: readonly string[] = [
  'token', 'jwt', 'auth', 'pwd', 'pass', 'otp', 'cvv', 'cvv2', 'cvc', 'cvc2', 'ssn', 'pan', 'sid', 'connectsid',
  'phpsessid', 'jsessionid', 'securitycode', 'accesskey', 'sharedaccesskey', 'accountkey', 'signingkey',
  'encryptionkey', 'masterkey', 'sshkey', 'xforcetrace',
]; // prettier-ignore

/** Hidden wherever they occur inside a name: `dbPassword`, `x-api-key`, `STRIPE_SECRET_KEY`. */
const SECRET_PARTS =
  /password|passwd|passphrase|secret|apikey|privatekey|authorization|cookie|credential|creditcard|cardnumber|accesstoken|refreshtoken/;

/** `csrfToken`, `id_token` and the like; not the ones that count tokens of a model or stand for a page. */
const SECRET_ENDING = /(?<!first|per|page|next|last|max|cancel|cancellation|continuation)token$/;

/** Names that are secrets in a query string, where an unrelated use is rarer than a leak. */
const SECRET_PARAMETERS: ReadonlySet<string> = new Set([
  'key',
  'code',
  'sig',
  'signature',
  'xamzsignature',
  'xgoogsignature',
]);

/** Header names whose unquoted values reach to the end of the line: `Cookie: a=1; b=2`. */
const WHOLE_LINE = /authorization|cookie/;

const MAX_REMEMBERED_KEYS = 5000;
const MAX_KEY_LENGTH = 100;

export class SecretKeys {
  private readonly names: ReadonlySet<string>;
  private readonly remembered = new Map<string, boolean>();

  constructor(more: readonly string[]) {
    this.names = new Set([...SECRET_KEYS, ...more.map(normaliseKey)]);
  }

  has(key: string): boolean {
    let isSecret = this.remembered.get(key);
    if (isSecret === undefined) this.remember(key, (isSecret = this.decide(normaliseKey(key))));
    return isSecret;
  }

  hasParameter(name: string): boolean {
    return SECRET_PARAMETERS.has(normaliseKey(name)) || this.has(name);
  }

  /** Whether the value of this key, written without quotes, reaches to the end of the line. */
  takesWholeLine(key: string): boolean {
    return WHOLE_LINE.test(normaliseKey(key));
  }

  private decide(name: string): boolean {
    return this.names.has(name) || SECRET_PARTS.test(name) || SECRET_ENDING.test(name);
  }

  /** Keys may come from outside: the memory is bounded, in number and length. */
  private remember(key: string, isSecret: boolean): void {
    if (this.remembered.size >= MAX_REMEMBERED_KEYS) this.remembered.clear();
    if (key.length <= MAX_KEY_LENGTH) this.remembered.set(key, isSecret);
  }
}

function normaliseKey(key: string): string {
  return key
    .slice(0, MAX_KEY_LENGTH)
    .replace(/[-_.\s]/g, '')
    .toLowerCase();
}

export interface TextRule {
  /** A cheap test that rules most texts out. */
  readonly hint: RegExp;
  readonly pattern: RegExp;
  /** Asked about each match; false leaves it alone. */
  readonly confirms?: (match: string) => boolean;
}

/** Shapes of secrets. A pattern's first group, if any, stays in front of the replacement. */
export const TEXT_RULES: readonly TextRule[] = [
  // scheme://user:password@host; JSON may escape the slashes. The second takes passwords with an unescaped slash.
  { hint: /@/, pattern: /(:\\?\/\\?\/)[^\s"'<>/?#]+(?=@)/g },
  { hint: /@/, pattern: /(:\\?\/\\?\/)[^\s"'/?#@:]{0,256}:(?!\d{1,5}[/?#])[^\s"'@]{1,256}(?=@)/g },
  {
    hint: /-----BEGIN/,
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[\w+/=\s:,.]|\\[nrt/])*(?:-(?!-)(?:[\w+/=\s:,.]|\\[nrt/])*)*(?:-----END [A-Z0-9 ]{0,50}-----)?/g,
  },
  { hint: /eyJ/, pattern: /(?<![\w-])eyJ[\w-]{5,}\.[\w-]*(?:\.[\w-]*){0,4}/g },
  { hint: /[Bb][Ee][Aa][Rr][Ee][Rr]/, pattern: /\b(bearer[ \t]{1,8})[\w.~+/=-]{4,}/gi },
  // Not the English word: "basic authentication".
  {
    hint: /[Bb][Aa][Ss][Ii][Cc]/,
    pattern: /\b([Bb][Aa][Ss][Ii][Cc][ \t]{1,8})(?![a-z]+(?![\w+/=]))[A-Za-z0-9+/]{6,}={0,2}/g,
  },
  { hint: /A[A-Z]{2}A/, pattern: /(?<![A-Z0-9])(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA|AIPA)[A-Z0-9]{16}(?![A-Z0-9])/g },
  {
    hint: /sk-|[skrw][kh][a-z]*_|gh[opsur]_|hub_pat|gl[a-z]+-|xox|xapp|AIza|ya29|npm_|pypi|SG\.|hf_|dop_|shp/,
    pattern:
      /(?<![\w-])(?:sk-[\w-]{16,}|[sr]k_(?:live|test)_\w{8,}|whsec_[\w+/=]{16,}|gh[opsur]_\w{20,}|github_pat_\w{20,}|gl(?:pat|dt|rt|soat)-[\w-]{16,}|xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|npm_\w{30,}|pypi-[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|hf_\w{20,}|dop_v1_\w{32,}|shp(?:at|ca|pa|ss)_\w{24,})/g,
  },
  // Payment cards, bare or in groups.
  { hint: /\d{4}[ -]?\d/, pattern: /(?<![\w.])\d(?:[ -]?\d){12,18}(?!\w)/g, confirms: isCardNumber },
];

/** Whether any rule may concern a text: one pass instead of one per rule for the many that hold nothing. */
export const ANY_HINT = new RegExp(TEXT_RULES.map(({ hint }) => hint.source).join('|'));

// Issuer prefixes and lengths of the large networks, so that epoch times and order numbers stay readable.
const CARD =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01]|720)\d{12,13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|6(?:011|5\d\d|4[4-9]\d)\d{12}|62\d{14,17})$/;

/** ISO/IEC 7812: issuer prefix, length and Luhn check digit. Spaces and hyphens are allowed between digits. */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  return CARD.test(digits) && hasLuhnDigit(digits);
}

function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
