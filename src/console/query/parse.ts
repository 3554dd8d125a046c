/**
 * Reads a query, left to right and once:
 *
 * ```
 * query    = { term }
 * term     = [ "!" ] [ "-" ] ( field operator value | text )
 * operator = ":" | "=" | "!=" | ">" | ">=" | "<" | "<="
 * value    = quoted | what ends at a space
 * text     = quoted | what ends at a space
 * quoted   = '"' … '"'        with \" and \\
 * ```
 *
 * What is broken becomes a problem and is left out; nothing throws, whatever is typed.
 */
import type { QueryProblem } from '../shapes/index.js';
import type { Operator, Query, Term } from './term.js';

export const MAX_QUERY_LENGTH = 1_000;
export const MAX_TERMS = 30;

const SPACE = /\s+/uy;
const NAME = /[\p{L}_@$][\p{L}\p{N}_@$./-]*/uy;
const OPERATOR = /!=|>=|<=|[:=><]/uy;
const WORD = /\S+/uy;
const QUOTED = /"((?:[^"\\]|\\.)*)"/suy;
const STRAY_OPERATOR = /^[:=<>!]/u;

export function parse(text: string): Query {
  if (text.length > MAX_QUERY_LENGTH) return tooLong(text);
  const reader = new QueryReader(text);
  while (reader.readTerm());
  return reader.result();
}

/** Whether a parser takes the beginning of a word for a name with an operator. */
export function looksLikeField(word: string): boolean {
  const name = matchAt(NAME, word, 0);
  return name !== undefined && matchAt(OPERATOR, word, name.length) !== undefined;
}

class QueryReader {
  private at = 0;
  private readonly terms: Term[] = [];
  private readonly problems: QueryProblem[] = [];

  constructor(private readonly text: string) {}

  /** False at the end. */
  readTerm(): boolean {
    this.take(SPACE);
    if (this.at >= this.text.length) return false;
    const start = this.at;
    const state = { isOff: this.takeMark('!'), isNegated: this.takeMark('-') };
    const content = this.readField() ?? this.readText();
    if (typeof content === 'string') this.problems.push({ text: this.text.slice(start, this.at), fact: content });
    else this.terms.push({ ...state, ...content } as Term);
    return true;
  }

  result(): Query {
    const { terms, problems } = this;
    if (terms.length <= MAX_TERMS) return { terms, problems };
    const fact = `A query has at most ${MAX_TERMS} terms; the rest is left out.`;
    return { terms: terms.slice(0, MAX_TERMS), problems: [...problems, { text: `${terms.length} terms`, fact }] };
  }

  /** Undefined where there is no field; text where there is something wrong with it. */
  private readField(): object | string | undefined {
    const field = matchAt(NAME, this.text, this.at);
    if (field === undefined) return undefined;
    const operator = matchAt(OPERATOR, this.text, this.at + field.length) as Operator | undefined;
    if (operator === undefined) return undefined;
    this.at += field.length + operator.length;
    const value = this.readValue();
    if (value === undefined) return this.isAtQuote ? this.unclosed() : `There is no value after ${field}${operator}`;
    return { type: 'field', field, operator, value };
  }

  private readText(): object | string {
    if (this.isAtQuote) {
      const text = this.readValue();
      return text === undefined ? this.unclosed() : { type: 'text', text };
    }
    const word = this.take(WORD);
    if (word === undefined) return 'A mark stands right before what it marks.';
    if (STRAY_OPERATOR.test(word)) return 'An operator stands right between a name and a value, without spaces.';
    return { type: 'text', text: word };
  }

  /** Undefined where there is none, or its quote is not closed. */
  private readValue(): string | undefined {
    if (!this.isAtQuote) return this.take(WORD);
    const quoted = this.take(QUOTED);
    return quoted?.slice(1, -1).replaceAll(/\\(.)/gsu, '$1');
  }

  private get isAtQuote(): boolean {
    return this.text[this.at] === '"';
  }

  private unclosed(): string {
    this.at = this.text.length;
    return 'A quote is not closed.';
  }

  private takeMark(mark: string): boolean {
    const isThere = this.text[this.at] === mark;
    if (isThere) this.at++;
    return isThere;
  }

  private take(pattern: RegExp): string | undefined {
    const found = matchAt(pattern, this.text, this.at);
    this.at += found?.length ?? 0;
    return found;
  }
}

/** @param pattern sticky */
function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function tooLong(text: string): Query {
  const fact = `A query has at most ${MAX_QUERY_LENGTH} characters.`;
  return { terms: [], problems: [{ text: `${text.slice(0, 40)}…`, fact }] };
}
