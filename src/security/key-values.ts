/**
 * Secrets that a text tells by name: `password=…`, `"token": "…"`, `Cookie: …`, JSON within JSON, query strings, forms, elements.
 * Only the value is replaced and quotes and brackets stay balanced, so that a JSON document stays one.
 */
import type { SecretKeys } from './secret-keys.js';
import { closesText, valueAt, type SeparatorKind, type ValueSpan } from './secret-value.js';

const QUOTE = 34;
const PERCENT = 37;
const APOSTROPHE = 39;
const COLON = 58;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;

/** Of ASCII: what may part a name from its value, and what a name is made of. */
const IS_SEPARATOR = new Uint8Array(128);
for (const code of [QUOTE, PERCENT, APOSTROPHE, COLON, EQUALS, GREATER]) IS_SEPARATOR[code] = 1;
const IS_NAME = new Uint8Array(128);
for (let code = 0; code < 128; code++) IS_NAME[code] = /[\w.-]/.test(String.fromCharCode(code)) ? 1 : 0;

/** Hides the values of secret keys. One pass: whatever was looked at is not looked at again. */
export function hideKeyValues(text: string, keys: SecretKeys, mark: string): string {
  let hidden = '';
  let copiedTo = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Most characters are letters, and none of these is.
    if (code > GREATER || IS_SEPARATOR[code] === 0) continue;
    const value = secretAt(text, at, code, keys);
    if (value === undefined) continue;
    hidden += text.slice(copiedTo, value.start) + value.quote + mark + value.quote;
    copiedTo = value.end;
    at = value.end - 1;
  }
  return copiedTo === 0 ? text : hidden + text.slice(copiedTo);
}

function secretAt(text: string, at: number, code: number, keys: SecretKeys): ValueSpan | undefined {
  const kind = kindAt(text, at, code);
  if (kind === undefined) return undefined;
  const end = kind === 'element' ? at : nameEnd(text, at, kind);
  const start = nameStart(text, end);
  if (end - start < keys.minLength) return undefined;
  const name = text.slice(start, end);
  if (!keys.has(name) && !isOfSecretName(text, start, name, keys)) return undefined;
  if (isSyntax(text, start, name) || (kind === 'element' && !isTag(text, start))) return undefined;
  return valueAt(text, at, { kind, quote: closingQuote(text, end), extent: keys.extentOf(name) });
}

function kindAt(text: string, at: number, code: number): SeparatorKind | undefined {
  if (code === COLON) return 'colon';
  if (code === EQUALS) return 'equals';
  if (code === GREATER) return 'element';
  if (code === PERCENT) return isEncodedSeparator(text, at) ? 'encoded' : undefined;
  return isSpace(text.charCodeAt(opening(text, at) - 1)) && !closesText(text, at) ? 'quote' : undefined;
}

/** `%3A` and `%3D`. */
function isEncodedSeparator(text: string, at: number): boolean {
  if (text[at + 1] !== '3') return false;
  const digit = text[at + 2];
  return digit === 'D' || digit === 'd' || digit === 'A' || digit === 'a';
}

const MAX_NAME_LENGTH = 100;
const MAX_SPACES = 8;

/** Where the name in front of a separator ends: within quotes, brackets (`user[password]=…`) or both, or right there. */
function nameEnd(text: string, at: number, kind: SeparatorKind): number {
  let end = kind === 'quote' ? opening(text, at) : at;
  for (let spaces = 0; spaces < MAX_SPACES && isSpace(text.charCodeAt(end - 1)); spaces++) end--;
  const closing = text.charCodeAt(end - 1);
  // `"user[password]"`, as forms are told in JSON.
  if (isQuote(closing)) return withoutBracket(text, opening(text, end - 1));
  if (closing === CLOSING_BRACKET) return withoutQuote(text, end - 1);
  return closing === 68 || closing === 100 ? withoutEncodedBracket(text, end) : end;
}

function withoutBracket(text: string, end: number): number {
  return text.charCodeAt(end - 1) === CLOSING_BRACKET ? end - 1 : end;
}

/** `params['password'] = …`, as code tells it. */
function withoutQuote(text: string, end: number): number {
  return isQuote(text.charCodeAt(end - 1)) ? opening(text, end - 1) : end;
}

/** `%5D` */
function withoutEncodedBracket(text: string, end: number): number {
  return text.charCodeAt(end - 3) === PERCENT && text[end - 2] === '5' ? end - 3 : end;
}

/** Where the name begins; `end` itself where there is none, or one too long to be a name. */
function nameStart(text: string, end: number): number {
  let start = end;
  const limit = end - MAX_NAME_LENGTH - 1;
  while (start > limit && isNamePart(text.charCodeAt(start - 1))) start--;
  if (start === limit) return end;
  // The tail of an escape is no part of the name: `%5Bpwd`, `\npwd`.
  const before = text.charCodeAt(start - 1);
  if (before === PERCENT) return Math.min(start + 2, end);
  return before === BACKSLASH && start < end ? start + 1 : start;
}

const UNEXPECTED = 'unexpected ';

/** "Unexpected token '<'" is what parsers say. */
function isSyntax(text: string, start: number, name: string): boolean {
  return name === 'token' && text.slice(Math.max(0, start - UNEXPECTED.length), start).toLowerCase() === UNEXPECTED;
}

const NAME_OF_VALUE =
  /(?:name|key)\\{0,7}["']?\s{0,8}:\s{0,8}\\{0,7}["']([\w.-]{1,100})\\{0,7}["']\s{0,8},\s{0,8}\\{0,7}["']?$/i;
const MAX_PAIR_LENGTH = 160;

/** The value of a pair that tells its name first: `{"name": "password", "value": "…"}`. */
function isOfSecretName(text: string, start: number, name: string, keys: SecretKeys): boolean {
  if (name !== 'value') return false;
  const told = NAME_OF_VALUE.exec(text.slice(Math.max(0, start - MAX_PAIR_LENGTH), start))?.[1];
  return told !== undefined && keys.has(told);
}

/** `<password>`, `<soap:password>`. */
function isTag(text: string, start: number): boolean {
  const isPrefixed = text.charCodeAt(start - 1) === COLON;
  return text.charCodeAt((isPrefixed ? nameStart(text, start - 1) : start) - 1) === LESS;
}

/** The index of a quote's first backslash: JSON within JSON writes `\"`, `\\\"` and so on. */
function opening(text: string, quoteAt: number): number {
  let start = quoteAt;
  while (quoteAt - start < 7 && text.charCodeAt(start - 1) === BACKSLASH) start--;
  return start;
}

/** The quote behind a name, with its backslashes; empty where there is none. */
function closingQuote(text: string, nameEndsAt: number): string {
  const start = text.charCodeAt(nameEndsAt) === CLOSING_BRACKET ? nameEndsAt + 1 : nameEndsAt;
  let at = start;
  while (text.charCodeAt(at) === BACKSLASH) at++;
  return isQuote(text.charCodeAt(at)) ? text.slice(start, at + 1) : '';
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE;
}

function isNamePart(code: number): boolean {
  return code < 128 && IS_NAME[code] === 1;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 160;
}
