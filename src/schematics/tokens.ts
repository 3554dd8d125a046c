/**
 * TypeScript and JSON as tokens: enough to tell code from comments, strings, templates and regular expressions, and brackets from their
 * partners. A compiler would tell more, but every application has another one, and TypeScript 7 has none to call.
 */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'template' | 'regex' | 'punctuation';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

type Rule = readonly [kind: Token['kind'], pattern: RegExp];

const BLANK = /(?:\s|^#!.*|\/\/.*|\/\*[^]*?\*\/)+/y;
const REGEX: Rule = ['regex', /\/(?![*/])(?:[^\\/[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.)*\])+\/[a-z]*/y];
const RULES: readonly Rule[] = [
  ['word', /[#\p{ID_Start}$_][\p{ID_Continue}$\u200C\u200D]*/uy],
  ['string', /'(?:[^'\\\r\n]|\\\r\n|\\[^])*'|"(?:[^"\\\r\n]|\\\r\n|\\[^])*"/y],
  ['number', /\.?\d(?:[eE][+-]|[\w.])*/y],
  ['punctuation', /=>|\.{3}|\?\.|[^'"`]/y],
];

/** After these a slash begins a regular expression; after other words it divides. */
const BEFORE_VALUES = new Set(
  'return typeof case in of delete void throw new else do await yield instanceof'.split(' '),
);

/** @throws SyntaxError for a string, template or comment that does not end */
export function tokensOf(text: string): Token[] {
  return [...scan(text, 0)];
}

function* scan(text: string, from: number): Generator<Token> {
  let before: Token | undefined;
  for (let start = afterBlank(text, from); start < text.length; start = afterBlank(text, before.end)) {
    before = text[start] === '`' ? template(text, start) : read(text, start, before);
    yield before;
  }
}

function afterBlank(text: string, from: number): number {
  const end = from + (match(BLANK, text, from)?.length ?? 0);
  if (text.startsWith('/*', end)) throw new SyntaxError(`the comment at ${placeOf(text, end)} does not end`);
  return end;
}

function read(text: string, start: number, before: Token | undefined): Token {
  for (const [kind, pattern] of beginsValue(before) ? [REGEX, ...RULES] : RULES) {
    const found = match(pattern, text, start);
    if (found !== undefined) return { kind, text: found, start, end: start + found.length };
  }
  throw new SyntaxError(`the string at ${placeOf(text, start)} does not end`);
}

function beginsValue(before: Token | undefined): boolean {
  if (before === undefined || BEFORE_VALUES.has(before.text)) return true;
  return before.kind === 'punctuation' && !')]}'.includes(before.text);
}

function template(text: string, start: number): Token {
  let end = start + 1;
  while (text[end] !== '`') {
    if (end >= text.length) throw new SyntaxError(`the template at ${placeOf(text, start)} does not end`);
    if (text.startsWith('${', end)) end = afterSubstitution(text, end + 2);
    else end += text[end] === '\\' ? 2 : 1;
  }
  return { kind: 'template', text: text.slice(start, end + 1), start, end: end + 1 };
}

function afterSubstitution(text: string, from: number): number {
  let depth = 1;
  for (const token of scan(text, from)) {
    if (token.text === '{') depth += 1;
    if (token.text === '}') depth -= 1;
    if (depth === 0) return token.end;
  }
  return text.length;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** As editors count: `3:14`. */
function placeOf(text: string, position: number): string {
  const lines = text.slice(0, position).split(/\r\n|[\r\n]/);
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}
