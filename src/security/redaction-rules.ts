/**
 * Shapes of text that are secrets whatever they are called. Every pattern starts where a run of its own characters starts (a
 * look-behind) or repeats within a bound, and one class at a time, so that matching is linear in the text. None takes in a quote of
 * the text around it: a JSON document stays one.
 */
import { cardNumbers } from './card-number.js';
import { providerTokens } from './provider-tokens.js';
import { commandSecrets, spokenSecrets } from './spoken-secrets.js';
import { TOKEN_START, type TextRule } from './text-rule.js';

const userInfo: readonly TextRule[] = [
  // scheme://user:password@host, for several hosts too; JSON may escape the slashes. The second takes passwords with an unescaped slash.
  { hint: /@/, pattern: /(:\\{0,7}\/\\{0,7}\/)[^\s"'<>/?#]+(?=@)/g },
  { hint: /@/, pattern: /(:\\{0,7}\/\\{0,7}\/)[^\s"'/?#@:]{0,256}:(?!\d{1,5}[/?#])[^\s"']{1,256}(?=@)/g },
  // jdbc:oracle:thin:user/password@host, and user:password@tcp(host) of Go's drivers.
  { hint: /:thin:/, pattern: /(jdbc:oracle:thin:)[^\s"'@]{1,256}(?=@)/g },
  { hint: /@(?:tcp|unix)\(/, pattern: /(?<![\w.-])[\w.-]{1,64}:[^\s"'@]{1,256}(?=@(?:tcp|unix)\()/g },
];

// With line ends as they are or escaped, and to its end where it was cut off.
const privateKey: TextRule = {
  hint: /-----BEGIN/,
  pattern:
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[\w+/=\s:,.]|\\{1,7}[nrt/])*(?:-(?!-)(?:[\w+/=\s:,.]|\\{1,7}[nrt/])*)*(?:-----END [A-Z0-9 ]{0,50}-----)?/g,
};

const jsonWebToken: TextRule = {
  hint: /eyJ/,
  pattern: new RegExp(String.raw`${TOKEN_START}eyJ[\w-]{5,}\.[\w-]*(?:\.[\w-]*){0,4}`, 'g'),
};

const schemes: readonly TextRule[] = [
  { hint: /[Bb][Ee][Aa][Rr][Ee][Rr]/, pattern: /\b(bearer(?:[ \t]{1,8}|\+|%20))[\w.~+/=-]{4,}/gi },
  // Not the English word: "basic authentication".
  {
    hint: /[Bb][Aa][Ss][Ii][Cc]/,
    pattern:
      /\b([Bb][Aa][Ss][Ii][Cc](?:[ \t]{1,8}|\+|%20))(?![a-z]+(?![\w+/=]))[A-Za-z0-9+/]{6,}[\w~.+/=-]*(?::[\w~.+/=-]+)*/g,
  },
];

const aws: readonly TextRule[] = [
  // The id of a key, and the secret where it stands right behind it.
  {
    hint: /A[A-Z]{2}A/,
    pattern:
      /(?:(?<![A-Z0-9])|(?<=%[\dA-Fa-f]{2}))(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|ANPA|ANVA|AIPA)[A-Z0-9]{16}(?![A-Z0-9])(?:[\s:,;|/=]{1,4}[A-Za-z0-9/+]{40}(?![\w/+]))?/g,
  },
  { hint: /FwoGZX|IQoJb3/, pattern: /(?<![\w/+])(?:FwoGZXIvYXdz|IQoJb3JpZ2lu)[\w/+=]{50,}/g },
];

/** As it is, escaped in JSON, or percent-encoded, as often as it was. */
const SLASH = String.raw`(?:\\{0,7}/|%(?:25){0,3}2[Ff])`;

// Whoever knows the address may post.
const webhooks: TextRule = {
  hint: /hooks\.slack|webhooks[\\/%]/,
  pattern: new RegExp(
    `(hooks\\.slack\\.com${SLASH}(?:services|workflows|triggers)${SLASH}|${SLASH}api${SLASH}webhooks${SLASH}\\d{1,30}${SLASH})(?:[\\w-]|${SLASH}){8,}`,
    'g',
  ),
};

/** Shapes of secrets, in the order in which they are applied. */
export const TEXT_RULES: readonly TextRule[] = [
  ...userInfo,
  privateKey,
  jsonWebToken,
  ...commandSecrets,
  ...schemes,
  ...aws,
  providerTokens,
  webhooks,
  cardNumbers,
  ...spokenSecrets,
];
