/** Personal data that is no secret everywhere: looked for only where an application asks. */
import type { RedactionConfig } from '../config/index.js';
import type { TextRule } from './text-rule.js';

// RFC 5321 bounds the parts of an address; `%40` is the sign in a URL.
const email: TextRule = {
  hint: /@|%40/,
  pattern:
    /(?<![^\s"'<>()[\]{},;:@\\/=&?|%])[^\s"'<>()[\]{},;:@\\/=&?|%]{1,64}(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
};

// US Social Security numbers, without those that are never given out.
const ssn: TextRule = {
  hint: /\d{3}[- ]\d\d[- ]\d/,
  pattern: /(?<![\w-])(?!000|666|9\d\d)\d{3}(?:-(?!00)\d\d-(?!0000)\d{4}|(?: (?!00)\d\d (?!0000)\d{4}))(?![\w-])/g,
};

/** Length of an account number by country, from the IBAN registry (ISO 13616). */
const IBAN_LENGTHS: Readonly<Record<number, string>> = {
  15: 'NO', 16: 'BE', 18: 'DK|FI|FK|FO|GL|NL|SD', 19: 'MK|SI', 20: 'AT|BA|EE|KZ|LT|LU|MN|XK', 21: 'CH|CR|HR|LI|LV',
  22: 'BG|BH|DE|GB|GE|IE|ME|RS|VA', 23: 'AE|GI|IL|IQ|OM|SO|TL', 24: 'AD|CZ|ES|MD|PK|RO|SA|SE|SK|TN|VG', 25: 'LY|PT|ST',
  26: 'IS|TR', 27: 'BI|DJ|FR|GR|IT|MC|MR|SM', 28: 'AL|AZ|BY|CY|DO|GT|HU|LB|NI|PL|SV', 29: 'BR|EG|PS|QA|UA', 30: 'JO|KW|MU|YE',
  31: 'MT|SC', 33: 'RU',
}; // prettier-ignore

const ACCOUNTS = Object.entries(IBAN_LENGTHS).map(
  ([length, countries]) => String.raw`(?:${countries})\d\d(?: ?[A-Z\d]){${Number(length) - 4}}`,
);

const iban: TextRule = {
  hint: /[A-Za-z]{2}\d\d ?[A-Za-z\d]{4}/,
  pattern: new RegExp(`(?<![A-Z\\d])(?:${ACCOUNTS.join('|')})(?![A-Z\\d])`, 'gi'),
  hide: (account, mark) => (isIban(account) ? mark : account),
};

/** ISO 7064 MOD 97-10 over the number with its first four characters moved to the end. */
function isIban(account: string): boolean {
  const compact = account.replaceAll(' ', '');
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

const RULES: Readonly<Record<keyof RedactionConfig['detect'], TextRule>> = { email, iban, ssn };

/** The rules that were asked for. */
export function personalRules(detect: RedactionConfig['detect']): readonly TextRule[] {
  return Object.entries(RULES).flatMap(([name, rule]) => (detect[name as keyof typeof RULES] ? [rule] : []));
}
