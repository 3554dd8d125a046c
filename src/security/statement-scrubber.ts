/**
 * Statements as they may be shown: every literal is a `?`, comments are gone, lists of values are one placeholder. What is left is
 * the statement's shape, the same for every call of it. Linear in the text; never throws.
 */
import { readSql, type SqlDialect, type SqlToken } from './sql-tokens.js';

/** Statements are read up to here; a literal that is cut is still a literal. */
const MAX_READ_LENGTH = 32_768;
const MAX_SHOWN_LENGTH = 4096;

/**
 * SQL without its literals: `SELECT * FROM t WHERE a = 'x' AND b IN (1, 2)` gives `SELECT * FROM t WHERE a = ? AND b IN (?)`.
 * At most 4096 characters, with `…` where it was cut.
 */
export function scrubSql(text: string, dialect: SqlDialect): string {
  const isCut = text.length > MAX_READ_LENGTH;
  const read = isCut ? text.slice(0, MAX_READ_LENGTH) : text;
  const shape = new StatementShape(read);
  readSql(read, dialect, (token) => shape.add(token));
  return shape.shown(isCut);
}

/** Values that may stand in a list beside literals without being shown. */
const CONSTANTS: ReadonlySet<string> = new Set(['true', 'false']);
const FOLDABLE: ReadonlySet<string> = new Set(['null', 'default']);

interface OpenList {
  /** Index of its bracket among the pieces. */
  readonly at: number;
  readonly bracket: string;
  isOfValues: boolean;
  values: number;
}

class StatementShape {
  private readonly pieces: string[] = [];
  private readonly lists: OpenList[] = [];
  private length = 0;
  private endOfLast = 0;

  constructor(private readonly text: string) {}

  /** False once enough has been read to fill what is shown. */
  add(token: SqlToken): boolean {
    const { text } = this;
    const isSpaced = token.start > this.endOfLast && this.pieces.length > 0;
    this.endOfLast = token.end;
    const shown = shownOf(text, token);
    if (shown === '(' || shown === '[') this.open(shown, isSpaced);
    else if (shown === ')' || shown === ']') this.close(shown, isSpaced);
    else this.put(shown, isSpaced, isValue(shown, token));
    return this.length <= MAX_SHOWN_LENGTH * 2;
  }

  shown(isCut: boolean): string {
    const whole = this.pieces.join('');
    if (whole.length > MAX_SHOWN_LENGTH) return `${whole.slice(0, MAX_SHOWN_LENGTH)}…`;
    return isCut || this.length > MAX_SHOWN_LENGTH * 2 ? `${whole}…` : whole;
  }

  private put(shown: string, isSpaced: boolean, isOfValues: boolean): void {
    const list = this.lists.at(-1);
    if (list !== undefined) {
      if (isOfValues) list.values++;
      else if (shown !== ',' && shown !== '-' && shown !== '+') list.isOfValues = false;
    }
    // Literals side by side are one to the server.
    if (shown === '?' && this.pieces.at(-1)?.trim() === '?') return;
    this.push(isSpaced ? ` ${shown}` : shown);
  }

  private open(bracket: string, isSpaced: boolean): void {
    const outer = this.lists.at(-1);
    this.lists.push({ at: this.pieces.length, bracket, isOfValues: true, values: 0 });
    if (outer !== undefined) outer.isOfValues = false;
    this.push(isSpaced ? ` ${bracket}` : bracket);
  }

  private close(bracket: string, isSpaced: boolean): void {
    const list = this.lists.pop();
    if (list === undefined || !list.isOfValues || list.values < 2) {
      this.push(isSpaced ? ` ${bracket}` : bracket);
    } else {
      this.truncate(list.at + 1);
      this.push(`?${bracket}`);
    }
    if (list !== undefined && list.isOfValues && list.values > 0) this.dropRepeated(list.at);
  }

  /** `(?), (?)`: a row like the one before it. */
  private dropRepeated(at: number): void {
    const { pieces } = this;
    if (pieces[at - 1]?.trim() !== ',' || !isValueEnd(pieces, at - 2)) return;
    this.truncate(at - 1);
  }

  private push(piece: string): void {
    this.pieces.push(piece);
    this.length += piece.length;
  }

  private truncate(count: number): void {
    while (this.pieces.length > count) this.length -= this.pieces.pop()!.length;
  }
}

function shownOf(text: string, { kind, start, end }: SqlToken): string {
  if (kind === 'literal') return '?';
  const shown = text.slice(start, end);
  return kind === 'word' && CONSTANTS.has(shown.toLowerCase()) ? '?' : shown;
}

function isValue(shown: string, { kind }: SqlToken): boolean {
  return shown === '?' || kind === 'parameter' || (kind === 'word' && FOLDABLE.has(shown.toLowerCase()));
}

/** Whether a list of values ends at this piece: `?)`, or a bracket right behind one value. */
function isValueEnd(pieces: readonly string[], at: number): boolean {
  const last = pieces[at]?.trim();
  if (last === '?)' || last === '?]') return true;
  if (last !== ')' && last !== ']') return false;
  const opening = pieces[at - 2]?.trim();
  return (opening === '(' || opening === '[') && VALUE.test(pieces[at - 1]!.trim());
}

const VALUE = /^(?:\?|[$:@]\w+|null|default)$/i;

const MAX_DEPTH = 6;
const MAX_KEYS = 200;

/**
 * A document's keys with `?` for every value, as JSON: `{"customer":"?","total":{"$gt":"?"}}`. Of a list its first element is
 * shown. Accessors are not run.
 */
export function scrubDocument(document: unknown): string {
  return JSON.stringify(shapeOf(document, 0, { keys: MAX_KEYS })).slice(0, MAX_SHOWN_LENGTH);
}

/** How many keys may still be shown of the whole document. */
interface Budget {
  keys: number;
}

function shapeOf(value: unknown, depth: number, budget: Budget): unknown {
  if (depth >= MAX_DEPTH || typeof value !== 'object' || value === null) return '?';
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0], depth + 1, budget)];
  const prototype: unknown = Object.getPrototypeOf(value);
  // Dates, ids, decimals and buffers are values.
  if (prototype !== Object.prototype && prototype !== null) return '?';
  const keys = Object.keys(value).slice(0, budget.keys);
  budget.keys -= keys.length;
  return Object.fromEntries(keys.map((key) => [key, shapeOf(ownValue(value, key), depth + 1, budget)]));
}

function ownValue(target: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(target, key)?.value as unknown;
}

const MAX_SHOWN_ARGUMENTS = 4;

/** A command with a `?` for each of its first arguments: `SET ? ?`, `MSET ? ? ? ? [+6]`. */
export function scrubCommand(name: string, argumentCount: number): string {
  const shown = ' ?'.repeat(Math.min(argumentCount, MAX_SHOWN_ARGUMENTS));
  const hidden = argumentCount - MAX_SHOWN_ARGUMENTS;
  return hidden > 0 ? `${name}${shown} [+${hidden}]` : name + shown;
}
