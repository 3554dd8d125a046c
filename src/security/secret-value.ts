/** How far the value of a secret key reaches in a text, whatever notation the text is in. */
import type { ValueExtent } from './secret-keys.js';

/** What stands between a name and its value: `:`, `=`, `%3D`, the quote of `PASSWORD 'x'`, the `>` of `<password>x</password>`. */
export type SeparatorKind = 'colon' | 'equals' | 'encoded' | 'quote' | 'element';

export interface ValueSpan {
  readonly start: number;
  readonly end: number;
  /** To be put around the replacement: a bare JSON value gives way to a string. */
  readonly quote: string;
}

export interface Named {
  readonly kind: SeparatorKind;
  /** The one that closes the name, with the backslashes of JSON within JSON; empty where the name is bare. */
  readonly quote: string;
  readonly extent: ValueExtent;
}

const OPENING_QUOTE = /(\\*)(["'])/y;
const NOT_SECRET = /(?:true|false|null|undefined)(?!\w)/y;
/** Its first line tells how far it reaches, and is left to the rule that knows. */
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?=[\w+/=\s\\]|$)/y;
/** Behind the first separator character: the rest of `==`, `=>` and `:=`. */
const AFTER_SEPARATOR = /[=>]{0,2}\s{0,8}/y;
const AFTER_ENCODED = /(?:\+|%20){0,8}/y;

/** Undefined where there is no value, or one that is no secret. */
export function valueAt(text: string, separatorAt: number, named: Named): ValueSpan | undefined {
  const { kind, quote: around } = named;
  if (kind === 'element') return elementValue(text, separatorAt + 1);
  const at = valueStart(text, separatorAt, kind);
  const opening = matchAt(OPENING_QUOTE, text, at);
  if (opening !== undefined) {
    // `"password\":"` ends in a name: the quotes of a name and of its value have the same backslashes.
    const isOfAnother = opening.length !== around.length;
    return isOfAnother && closesText(text, at) ? undefined : quotedValue(text, at + opening.length, opening);
  }
  if (matchAt(NOT_SECRET, text, at) !== undefined || matchAt(PRIVATE_KEY, text, at) !== undefined) return undefined;
  if (around !== '' && (text[at] === '{' || text[at] === '['))
    return { start: at, end: endOfStructure(text, at, around.length - 1), quote: around };
  const length = around === '' ? bareLength(text, at, named) : lengthAt(BARE_JSON, text, at);
  return length === 0 ? undefined : { start: at, end: at + length, quote: around };
}

// Behind the end of a text, a document goes on or ends; line breaks of JSON within JSON are escaped.
const END_OF_TEXT = /\\*"(?:\s|\\+[nrt])*(?:[,:}\]]|$)/y;

/** Whether the quote here closes a text that ends in a name, as those of labels do (`"Password:"`), and begins no value. */
export function closesText(text: string, at: number): boolean {
  return matchAt(END_OF_TEXT, text, at) !== undefined;
}

function valueStart(text: string, separatorAt: number, kind: SeparatorKind): number {
  // Its backslashes stand in front of the quote; a separator that is a quote begins the value itself.
  if (kind === 'quote') return separatorAt - backslashesBefore(text, separatorAt);
  if (kind === 'encoded') return separatorAt + 3 + lengthAt(AFTER_ENCODED, text, separatorAt + 3);
  return separatorAt + 1 + lengthAt(AFTER_SEPARATOR, text, separatorAt + 1);
}

function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - count - 1] === '\\') count++;
  return count;
}

const BARE_JSON = /[^\s,;&"'\\{}[\]()<>]+/y;
/** With escapes, unless what is escaped is a quote: it may belong to the text around. */
const BARE_WORD = /(?:[^\s,;&"'\\]|\\+(?=[^\s"'\\]))+/y;
const BARE_ENCODED = /(?:(?!%2[36])[^\s,;&"'\\])+/y;
/** A quote belongs to the line as a parameter's value does (`response="…"`), never as the end of the JSON string around it. */
const BARE_LINE = /(?:[^\r\n"\\]|(?<==)(\\{0,7})"(?![\s,:}\]])[^\r\n"\\]{0,1000}\1"(?=[\s,;"\\]|$))+/y;
/** `Password=a b&c;Server=…`: to the next semicolon, where something else is said behind it. */
const CONNECTION_PART = /[^\r\n;"'\\]{1,256}(?=;\s{0,8}(?:[A-Za-z][\w ]{0,40}=|["'\\]|$))/y;
/** Up to whatever else is told on the same line: `password: correct horse user=bob`. */
const WORDS =
  /[^\s,;|"'\\<>{}[\]()]{1,256}(?:[ \t]{1,8}(?![\w.-]{1,100}[ \t]{0,2}[:=])[^\s,;|"'\\<>{}[\]()]{1,256}){0,15}/y;

function bareLength(text: string, at: number, { kind, extent }: Named): number {
  if (kind === 'encoded') return lengthAt(BARE_ENCODED, text, at);
  if (extent === 'line') return lengthAt(BARE_LINE, text, at);
  const word = lengthAt(BARE_WORD, text, at);
  if (extent === 'word' || word === 0) return word;
  const isInProse = extent === 'words' || (kind === 'colon' && isSpaced(text, at));
  const more = lengthAt(isInProse ? WORDS : CONNECTION_PART, text, at);
  return Math.max(word, more);
}

function isSpaced(text: string, at: number): boolean {
  return text[at - 1] === ' ' || text[at - 1] === '\t';
}

/** `<password>x</password>`; a name in angle brackets alone is a placeholder. */
function elementValue(text: string, start: number): ValueSpan | undefined {
  const value = matchAt(ELEMENT_TEXT, text, start);
  return value === undefined ? undefined : { start, end: start + value.length, quote: '' };
}

const ELEMENT_TEXT = /[^<"]{1,10000}(?=<\\?\/)/y;

function quotedValue(text: string, start: number, opening: string): ValueSpan {
  return { start, end: endOfQuoted(text, start, opening), quote: '' };
}

/** There, an apostrophe stands within a text, and the quote that ends the text ends the value. */
const DOCUMENT = /^\s{0,8}[{[]/;

/**
 * The index of the quote that closes `opening`, its backslashes included. JSON within JSON opens with `\"`, and there a
 * quote inside the value has three backslashes; a quote with fewer than the opening one ends the text around it.
 */
function endOfQuoted(text: string, start: number, opening: string): number {
  const level = opening.length - 1;
  const isWithinText = opening === "'" && DOCUMENT.test(text);
  let backslashes = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '\\') {
      backslashes++;
      continue;
    }
    if (character === '"' && (backslashes < level || (isWithinText && backslashes === 0))) return index - backslashes;
    const isClosing = character === opening[level] && ((backslashes - level) / (level + 1)) % 2 === 0;
    if (isClosing) return index - level;
    backslashes = 0;
  }
  return text.length;
}

/**
 * The index behind the bracket that closes the one at `start`, or the end of a text that was cut off: its own, or that of the string
 * around it.
 * @param level backslashes in front of the document's quotes
 */
function endOfStructure(text: string, start: number, level: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '"') {
      const backslashes = backslashesBefore(text, index);
      if (backslashes < level) return index - backslashes;
      const opening = text.slice(index - level, index + 1);
      const end = endOfQuoted(text, index + 1, opening);
      if (!text.startsWith(opening, end)) return end;
      index = end + level;
    } else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return index + 1;
  }
  return text.length;
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  return matchAt(pattern, text, at)?.length ?? 0;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
