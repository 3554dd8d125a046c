/**
 * Reads SQL into tokens, for whoever must know what is a literal and what is not. One pass over the text and no backtracking, so
 * that time is linear whatever the text holds; what is not closed is a literal up to the end.
 */

/** Dialects differ in what quotes, backslashes, `#` and dollars mean. */
export type SqlDialect = 'postgresql' | 'mysql';

export type SqlTokenKind =
  /** A keyword or a plain identifier. */
  | 'word'
  /** An identifier in quotes of its dialect. */
  | 'identifier'
  | 'literal'
  /** `$1`, `?`, `:name`, `@variable`. */
  | 'parameter'
  | 'symbol';

export interface SqlToken {
  readonly kind: SqlTokenKind;
  readonly start: number;
  readonly end: number;
}

/** Calls `visit` for each token in turn, until it returns false. Comments and white space are no tokens. */
export function readSql(text: string, dialect: SqlDialect, visit: (token: SqlToken) => boolean): void {
  let at = 0;
  while (at < text.length) {
    const next = skipBlank(text, at, dialect);
    if (next > at) at = next;
    else {
      const token = tokenAt(text, at, dialect);
      if (!visit(token)) return;
      at = token.end;
    }
  }
}

function skipBlank(text: string, at: number, dialect: SqlDialect): number {
  const code = text.charCodeAt(at);
  if (isSpace(code)) return at + 1;
  if (code === SLASH && text.charCodeAt(at + 1) === STAR) return endOfBlockComment(text, at, dialect);
  const isLineComment = dialect === 'mysql' ? isMysqlLineComment(text, at) : text.startsWith('--', at);
  return isLineComment ? endOfLine(text, at, dialect) : at;
}

/** MySQL wants white space or a control character behind the dashes: `5--3` is a subtraction. */
function isMysqlLineComment(text: string, at: number): boolean {
  if (text[at] === '#') return true;
  if (!text.startsWith('--', at)) return false;
  const behind = text.charCodeAt(at + 2);
  return at + 2 >= text.length || behind <= SPACE || behind === DELETE;
}

/** To PostgreSQL a carriage return ends a line as well: what follows it is read, and a literal in it found. */
function endOfLine(text: string, at: number, dialect: SqlDialect): number {
  let end = at;
  while (end < text.length && !isLineEnd(text.charCodeAt(end), dialect)) end++;
  return Math.min(end + 1, text.length);
}

function isLineEnd(code: number, dialect: SqlDialect): boolean {
  return code === LINE_FEED || (code === CARRIAGE_RETURN && dialect === 'postgresql');
}

/** PostgreSQL nests them. */
function endOfBlockComment(text: string, at: number, dialect: SqlDialect): number {
  let depth = 0;
  for (let index = at; index < text.length - 1; index++) {
    if (text.charCodeAt(index) === SLASH && text.charCodeAt(index + 1) === STAR) {
      if (depth === 0 || dialect === 'postgresql') depth++;
      index++;
    } else if (text.charCodeAt(index) === STAR && text.charCodeAt(index + 1) === SLASH) {
      index++;
      if (--depth === 0) return index + 1;
    }
  }
  return text.length;
}

function tokenAt(text: string, at: number, dialect: SqlDialect): SqlToken {
  const code = text.charCodeAt(at);
  if (code === QUOTE) return quoted('literal', text, at, at, dialect === 'mysql', dialect);
  if (code === DOUBLE_QUOTE)
    return dialect === 'mysql'
      ? quoted('literal', text, at, at, true, dialect)
      : quoted('identifier', text, at, at, false, dialect);
  if (code === BACKTICK && dialect === 'mysql') return quoted('identifier', text, at, at, false, dialect);
  if (isDigit(code) || (code === DOT && isDigit(text.charCodeAt(at + 1)))) return number(text, at);
  if (code === DOLLAR && dialect === 'postgresql') return dollar(text, at);
  if (isWordStart(code)) return word(text, at, dialect);
  return parameterOrSymbol(text, at);
}

/**
 * A quoted text from the quote at `open`; doubled quotes stay inside. Where a backslash stands before a quote, and the server's
 * settings or an `E'…'` on the line above decide whether it escapes it, everything up to the end counts as literal: better a shape
 * too short.
 */
function quoted(
  kind: SqlTokenKind,
  text: string,
  start: number,
  open: number,
  escapes: boolean,
  dialect: SqlDialect,
): SqlToken {
  const quote = text.charCodeAt(open);
  for (let index = open + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH && escapes) index++;
    else if (code === quote) {
      if (kind === 'literal' && dialect === 'postgresql' && !escapes && text[index - 1] === '\\') break;
      if (text.charCodeAt(index + 1) === quote) index++;
      else return { kind, start, end: index + 1 };
    }
  }
  return { kind: 'literal', start, end: text.length };
}

/** Digits with whatever is glued to them: `0x1F`, `1.5e-10`, `1_000`, and malformed ones too. */
function number(text: string, start: number): SqlToken {
  let end = start + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    const isSign = (code === PLUS || code === MINUS) && isExponent(text, start, end - 1);
    if (!isWordPart(code) && code !== DOT && !isSign) break;
    end++;
  }
  return { kind: 'literal', start, end };
}

function isExponent(text: string, start: number, at: number): boolean {
  const isHexadecimal = text[start] === '0' && (text[start + 1] === 'x' || text[start + 1] === 'X');
  return !isHexadecimal && (text[at] === 'e' || text[at] === 'E');
}

/** `$1` or `$tag$ … $tag$`. */
function dollar(text: string, start: number): SqlToken {
  let end = start + 1;
  if (isDigit(text.charCodeAt(end))) {
    while (isDigit(text.charCodeAt(end))) end++;
    return { kind: 'parameter', start, end };
  }
  while (isWordPart(text.charCodeAt(end)) && text.charCodeAt(end) !== DOLLAR) end++;
  if (text.charCodeAt(end) !== DOLLAR) return { kind: 'symbol', start, end: start + 1 };
  const tag = text.slice(start, end + 1);
  const close = text.indexOf(tag, end + 1);
  return { kind: 'literal', start, end: close < 0 ? text.length : close + tag.length };
}

/** A word; glued to a quote it may be the literal's type: `E'…'`, `X'…'`, `_utf8mb4'…'`, `U&'…'`. */
function word(text: string, start: number, dialect: SqlDialect): SqlToken {
  let end = start + 1;
  while (isWordPart(text.charCodeAt(end))) end++;
  const prefix = text.slice(start, Math.min(end, start + 2)).toLowerCase();
  const isUnicode = prefix === 'u' && text.charCodeAt(end) === AMPERSAND && text.charCodeAt(end + 1) === QUOTE;
  const open = isUnicode ? end + 1 : end;
  const isTyped = isUnicode || prefix === '_u' || (end === start + 1 && 'ebxn'.includes(prefix));
  if (!isTyped || text.charCodeAt(open) !== QUOTE) return { kind: 'word', start, end };
  return quoted('literal', text, start, open, dialect === 'mysql' || prefix === 'e', dialect);
}

/** `?`, `:name` and `@variable`; a cast's `::` is a symbol of its own. */
function parameterOrSymbol(text: string, start: number): SqlToken {
  const code = text.charCodeAt(start);
  if (code === QUESTION_MARK) return { kind: 'parameter', start, end: start + 1 };
  if (code === COLON && text.charCodeAt(start + 1) === COLON) return { kind: 'symbol', start, end: start + 2 };
  let end = start + 1;
  // `@@global.x`: two at most, or a text of nothing else would be read again from each.
  if (code === AT && text.charCodeAt(end) === AT) end++;
  const isNamed = (code === COLON || code === AT) && isWordStart(text.charCodeAt(end));
  if (!isNamed) return { kind: 'symbol', start, end: start + 1 };
  while (isWordPart(text.charCodeAt(end))) end++;
  return { kind: 'parameter', start, end };
}

const [QUOTE, DOUBLE_QUOTE, BACKTICK, BACKSLASH, DOLLAR, DOT, SLASH, STAR] = [39, 34, 96, 92, 36, 46, 47, 42];
const [PLUS, MINUS, QUESTION_MARK, COLON, AT, AMPERSAND, UNDERSCORE] = [43, 45, 63, 58, 64, 38, 95];
const [LINE_FEED, CARRIAGE_RETURN, SPACE, DELETE] = [10, 13, 32, 127];

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === UNDERSCORE || code >= 128;
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === DOLLAR;
}
