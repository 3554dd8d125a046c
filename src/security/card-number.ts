/**
 * Payment card numbers, bare or in groups. Issuer, length and check digit have to fit, so that times, ids and order numbers stay
 * readable.
 */
import type { TextRule } from './text-rule.js';

// Issuer prefixes and lengths of the large networks.
const CARD =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01]|720)\d{12,13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|6(?:011|5\d\d|4[4-9]\d)\d{12}|62\d{14,17})$/;

const MAX_DIGITS = 19;

export const cardNumbers: TextRule = {
  hint: /\d{13}|\d{3}[ -]\d{3,6}[ -]\d{3}/,
  pattern: /(?<![\w.])(?:\d{13,19}|\d{3,6}(?:[ -]\d{3,6}){2,})(?!\w)/g,
  hide: hideCards,
};

/** ISO/IEC 7812: issuer prefix, length and Luhn check digit. */
export function isCardNumber(digits: string): boolean {
  return CARD.test(digits) && hasLuhnDigit(digits);
}

/** Other numbers may stand around the card: an amount before it, its expiry behind. */
function hideCards(run: string, mark: string): string {
  let hidden = '';
  let copiedTo = 0;
  const groups = [...run.matchAll(/\d+/g)];
  for (let first = 0; first < groups.length; first++) {
    const groupCount = groupsOfCard(groups, first);
    if (groupCount === 0) continue;
    const [start, last] = [groups[first]!, groups[first + groupCount - 1]!];
    hidden += run.slice(copiedTo, start.index) + mark;
    copiedTo = last.index + last[0].length;
    first += groupCount - 1;
  }
  return hidden + run.slice(copiedTo);
}

/** How many groups from here on make a card; 0 when none do. */
function groupsOfCard(groups: readonly RegExpExecArray[], first: number): number {
  let digits = '';
  for (let at = first; at < groups.length && digits.length < MAX_DIGITS; at++) {
    digits += groups[at]![0];
    if (isCardNumber(digits)) return at - first + 1;
  }
  return 0;
}

const ZERO = 48;

function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - ZERO;
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
