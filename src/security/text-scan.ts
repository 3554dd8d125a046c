/**
 * Most texts can hold no secret by shape, and telling so has to cost next to nothing: one pass over the characters, in which letters
 * are stepped over. Where it says no, no pattern is tried; where it says yes, nothing is certain yet.
 */

const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
/** `_` and `-`, which tokens have in them. */
const JOINT = 3;
const SPACE = 4;

const KINDS = new Uint8Array(128).fill(OTHER);
for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
  KINDS[letter.charCodeAt(0)] = KINDS[letter.toUpperCase().charCodeAt(0)] = LETTER;
}
for (const digit of '0123456789') KINDS[digit.charCodeAt(0)] = DIGIT;
for (const joint of '_-') KINDS[joint.charCodeAt(0)] = JOINT;
// In URLs, `+` and `%20` are spaces as well.
for (const space of ' \t\r\n\f\v+%') KINDS[space.charCodeAt(0)] = SPACE;

/** No payment card has fewer. */
const CARD_DIGITS = 13;
/** No provider's token is shorter, and none as short as that is made of letters alone. */
const [TOKEN_LENGTH, UPPER_CASE_LENGTH, LETTERS_LENGTH] = [15, 20, 30];

/** Whether any of our rules may concern the text; those that applications add have to be asked themselves. */
export function mayHoldShape(text: string): boolean {
  return hasSign(text) || hasTelltale(text);
}

/** Of addresses, dashes of keys and options, JSON in base 64, webhooks, and tokens whose runs other characters part. */
const SIGNS = ['@', '--', 'eyJ', '-u ', 'hooks', '8Q~', 'whsec_'];

function hasSign(text: string): boolean {
  return SIGNS.some((sign) => text.includes(sign));
}

/** A run that may be a token, digits of a card, or a word that tells what follows. */
function hasTelltale(text: string): boolean {
  let [runStart, wordStart, digits] = [0, 0, 0];
  let isMarked = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Beyond ASCII are spaces, too; whoever takes all for one only looks once more.
    const kind = code < 128 ? KINDS[code] : SPACE;
    if (kind === LETTER) continue;
    if (kind === DIGIT || kind === JOINT) isMarked = true;
    else {
      if (isTokenLike(text, runStart, at, isMarked) || (kind === SPACE && isTelling(text, wordStart, at))) return true;
      runStart = at + 1;
      isMarked = false;
    }
    if (kind === JOINT && isOption(text, at)) return true;
    wordStart = at + 1;
    if (kind !== DIGIT) continue;
    digits = continuesDigits(text, at) ? digits + 1 : 1;
    if (digits === CARD_DIGITS) return true;
  }
  return isTokenLike(text, runStart, text.length, isMarked);
}

/** `-password x`, as some tools have it. */
function isOption(text: string, at: number): boolean {
  const isFirst = at === 0 || KINDS[text.charCodeAt(at - 1)] === SPACE;
  return isFirst && KINDS[text.charCodeAt(at + 1)] === LETTER;
}

function isTokenLike(text: string, start: number, end: number, isMarked: boolean): boolean {
  const length = end - start;
  if (length < TOKEN_LENGTH) return false;
  if (isMarked || length >= LETTERS_LENGTH) return true;
  return length >= UPPER_CASE_LENGTH && !/[a-z]/.test(text.slice(start, end));
}

/** Next to a digit, or parted from one as the groups of a card are. */
function continuesDigits(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (KINDS[before] === DIGIT) return true;
  return (before === 32 || before === 45) && KINDS[text.charCodeAt(at - 2)] === DIGIT;
}

/** Words behind which a secret may stand without any separator. */
const TELLING: ReadonlySet<number> = new Set(
  [
    'bearer', 'basic', 'password', 'passphrase', 'passcode', 'passwd', 'identified', 'token', 'secret', 'key', 'pin', 'otp',
    'apikey', 'secretkey', 'accesskey', 'privatekey',
  ].map((word) => fingerprint(word, 0, word.length)),
); // prettier-ignore

function isTelling(text: string, start: number, end: number): boolean {
  const length = end - start;
  return length >= 3 && length <= 10 && TELLING.has(fingerprint(text, start, end));
}

/** Length and three letters in lower case: enough to tell these words from most others. */
function fingerprint(text: string, start: number, end: number): number {
  const lowerCase = (at: number): number => text.charCodeAt(at) | 32;
  return ((end - start) << 24) | (lowerCase(start) << 16) | (lowerCase(start + 2) << 8) | lowerCase(end - 1);
}
