/**
 * Secrets that a text tells by name: `password=…`, `"token": "…"`, `Cookie: …`, JSON within JSON, query strings. Only the
 * value is replaced and quotes and brackets stay balanced, so that a JSON document stays one.
 */
import type { SecretKeys } from './redaction-rules.js';

// A name, the quote that may close it, and what separates it from its value: `:`, `=`, or a space before a quote.
const KEY = /(?<![\w.-])([\w.-]{1,100})(\\{0,7}["'])?\s{0,8}(?:[:=]|(?=\s\\{0,7}["']))\s{0,8}/g;

/** Hides the values of secret keys. One pass: whatever was looked at is not looked at again. */
export function hideKeyValues(text: string, keys: SecretKeys, mark: string): string {
  let hidden = '';
  let copiedTo = 0;
  KEY.lastIndex = 0;
  for (let found = KEY.exec(text); found !== null; found = KEY.exec(text)) {
    const [, name = '', quote] = found;
    if (!keys.has(name)) continue;
    const value = valueAt(text, KEY.lastIndex, quote !== undefined, keys.takesWholeLine(name));
    if (value === undefined) continue;
    hidden += text.slice(copiedTo, value.start) + (value.needsQuotes ? `"${mark}"` : mark);
    copiedTo = KEY.lastIndex = value.end;
  }
  return copiedTo === 0 ? text : hidden + text.slice(copiedTo);
}

interface ValueSpan {
  readonly start: number;
  readonly end: number;
  /** A bare JSON value gives way to a string. */
  readonly needsQuotes: boolean;
}

const OPENING_QUOTE = /(\\*)(["'])/y;
const BARE_JSON = /[^\s,;&"'\\{}[\]()<>]+/y;
const BARE_WORD = /(?:[^\s,;&"'\\]|\\[\\nrt/])+/y;
const BARE_LINE = /[^\r\n"\\]+/y;
const NOT_SECRET = /(?:true|false|null|undefined)(?!\w)/y;

function valueAt(text: string, at: number, isJson: boolean, takesWholeLine: boolean): ValueSpan | undefined {
  const quoted = matchAt(OPENING_QUOTE, text, at);
  if (quoted !== undefined) return quotedValue(text, at + quoted.length, quoted);
  if (matchAt(NOT_SECRET, text, at) !== undefined) return undefined;
  if (isJson && (text[at] === '{' || text[at] === '['))
    return { start: at, end: endOfStructure(text, at), needsQuotes: true };
  const bare = matchAt(isJson ? BARE_JSON : takesWholeLine ? BARE_LINE : BARE_WORD, text, at);
  return bare === undefined ? undefined : { start: at, end: at + bare.length, needsQuotes: isJson };
}

function quotedValue(text: string, start: number, opening: string): ValueSpan {
  return { start, end: endOfQuoted(text, start, opening), needsQuotes: false };
}

/**
 * The index of the quote that closes `opening`, its backslashes included. JSON within JSON opens with `\"`, and there a
 * quote inside the value has three backslashes; a quote with fewer than the opening one ends the text around it.
 */
function endOfQuoted(text: string, start: number, opening: string): number {
  const level = opening.length - 1;
  let backslashes = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '\\') {
      backslashes++;
      continue;
    }
    if (character === '"' && backslashes < level) return index - backslashes;
    const isClosing = character === opening[level] && ((backslashes - level) / (level + 1)) % 2 === 0;
    if (isClosing) return index - level;
    backslashes = 0;
  }
  return text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The index behind the bracket that closes the one at `start`, or the end of a text that was cut off. */
function endOfStructure(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '"') index = endOfQuoted(text, index + 1, '"');
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return index + 1;
  }
  return text.length;
}
