/** Secrets in sentences, statements and command lines, where no separator stands between a name and its value. */
import type { TextRule } from './text-rule.js';

/** What is usually said of a password instead of telling it: "password is required", "password was not found". */
const REMARK = [
  'not', 'too', 'no', 'never', 'always', 'also', 'still', 'already', 'now', 'being', 'in', 'for', 'only', 'same', 'the same',
  'mandatory', 'optional', 'missing', 'empty', 'blank', 'null', 'undefined', 'unset', 'invalid', 'incorrect', 'wrong', 'weak',
  'strong', 'hidden', 'unknown', 'sent', 'set', 'reset', 'longer', 'shorter', 'older', '[a-z]{2,20}ed',
  // Praise alone is a remark, and the beginning of a passphrase otherwise.
  String.raw`(?:correct|valid|ok|okay|fine|right|good|safe|secure)(?=\s{0,8}(?:$|[.,;!?)\r\n"'\\]|(?:and|but|for|so|because)\b))`,
].join('|'); // prettier-ignore

/** Behind a quote that closes the text, as documents have it, there is no value. */
const NO_VALUE = String.raw`(?![,:}\]])`;
const IS = String.raw`\s{1,4}(?:is|was|set to|changed to)(?:\s{0,4}:)?\s{1,4}(?:\\{0,7}["'])?${NO_VALUE}`;

/** Of statements and command lines; they come before what may take a word of theirs for a secret. */
export const commandSecrets: readonly TextRule[] = [
  // ALTER USER … IDENTIFIED BY '…'
  {
    hint: /[Ii][Dd][Ee][Nn][Tt][Ii][Ff][Ii][Ee][Dd]\s/,
    pattern:
      /\b(identified\s{1,4}(?:with\s{1,4}["'`]?\w{1,40}["'`]?\s{1,4})?(?:by|as)\s{1,4}(?:password\s{1,4})?\\{0,7}["'])(?![,:}\]])[^"'\\]+/gi,
  },
  // --password hunter2, and -u user:password as curl has it.
  {
    hint: /(?:^|\s)-[-\w]/,
    pattern:
      /((?<!\S)--?[\w.-]{0,40}(?:pass[-_.]?(?:word|phrase|code)|passwd|token|secret|credential|(?:api|private|access)[-_.]?key)[\w.-]{0,10}[ ]{1,4}(?:\\{0,7}["'])?)(?![-<[{$,:}\]])[^\s"'\\]+/gi,
  },
  { hint: /(?:^|\s)-(?:u|-user) /, pattern: /((?<!\S)-(?:u|-user) {1,4}["']?)[^\s:"'\\]{1,100}:(?!\/\/)[^\s"'\\]+/g },
];

/** Of sentences; their reach is wide, so they come when others have taken what is theirs. */
export const spokenSecrets: readonly TextRule[] = [
  // "The password is correct horse battery staple.": up to the end of the sentence, or of a word where that is far.
  {
    hint: /[Pp][Aa][Ss][Ss](?:[Ww]|[Pp]|[Cc])/,
    pattern: new RegExp(
      String.raw`\b(pass(?:word|phrase|code|wd)${IS})(?!\s|(?:${REMARK})\b)(?:[^\r\n.,;"'\\<>[\]]|[.,;'](?=\w)){1,256}[^\s.,;"'\\<>[\]]{0,256}`,
      'gi',
    ),
  },
  // "Your token is 8c1f…": one word that looks made, not written.
  {
    hint: /[NTYPntyp]\s{1,4}(?:[Ii][Ss]|[Ww][Aa][Ss]|[Ss][Ee][Tt]|[Cc][Hh][Aa][Nn][Gg][Ee][Dd])[\s:]/,
    pattern: new RegExp(
      String.raw`\b((?:token|secret|(?:api|secret|access|private)[ _-]?key|pin|otp)${IS})(?=[^\s,;"'\\]{0,256}\d)[^\s,;"'\\]{4,}`,
      'gi',
    ),
  },
];
