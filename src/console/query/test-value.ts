/** Tests of single values, made once per term: names, texts, numbers, durations, levels. None takes longer than its value is long. */
import type { Operator } from './term.js';

/** What a field holds, and with it what its operators mean. */
export type FieldType = 'name' | 'text' | 'number' | 'duration' | 'level';

export type ValueTest = (value: unknown) => boolean;

const UNITS_MS: ReadonlyMap<string, number> = new Map(
  Object.entries({ us: 0.001, µs: 0.001, μs: 0.001, ms: 1, s: 1_000, m: 60_000 }),
);
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** @returns text where the value is none of the type */
export function valueTest(type: FieldType, operator: Operator, value: string): ValueTest | string {
  if (operator === '=' && type !== 'duration' && type !== 'level') return (actual) => String(actual) === value;
  if (operator === ':' && type === 'text') return contains(value);
  if (operator === ':' && type !== 'duration') return matchesPattern(value);
  const wanted = readOrdered(type, value);
  if (typeof wanted === 'string') return wanted;
  const compare = COMPARISONS[operator];
  const read = type === 'level' ? levelNumber : Number;
  return (actual) => compare(read(actual as string), wanted);
}

/** In any case. */
export function contains(text: string): ValueTest {
  const wanted = text.toLowerCase();
  return (actual) => String(actual).toLowerCase().includes(wanted);
}

const COMPARISONS: Readonly<Record<Operator, (actual: number, wanted: number) => boolean>> = {
  ':': (actual, wanted) => actual === wanted,
  '=': (actual, wanted) => actual === wanted,
  // The compiler turns it into the negation of `=`.
  '!=': (actual, wanted) => actual !== wanted,
  '>': (actual, wanted) => actual > wanted,
  '>=': (actual, wanted) => actual >= wanted,
  '<': (actual, wanted) => actual < wanted,
  '<=': (actual, wanted) => actual <= wanted,
};

function readOrdered(type: FieldType, value: string): number | string {
  if (type === 'level')
    return LEVELS.includes(value.toLowerCase()) ? levelNumber(value) : `Levels are ${LEVELS.join(', ')}.`;
  const [, digits, unit = ''] = /^(-?\d+(?:\.\d+)?)(\p{L}*)$/u.exec(value) ?? [];
  if (digits === undefined) return `${value} is no number.`;
  if (type !== 'duration') return unit === '' ? Number(digits) : 'A unit belongs to durations only.';
  const unitMs = unit === '' ? 1 : UNITS_MS.get(unit);
  return unitMs === undefined ? `Units are us, ms, s and m; ${unit} is none.` : Number(digits) * unitMs;
}

function levelNumber(level: unknown): number {
  return LEVELS.indexOf(String(level).toLowerCase());
}

/** The whole value, in any case; `*` stands for anything. */
function matchesPattern(pattern: string): ValueTest {
  const [first = '', ...others] = pattern.toLowerCase().split('*');
  const last = others.pop();
  if (last === undefined) return (actual) => String(actual).toLowerCase() === first;
  return (actual) => fitsBetween(String(actual).toLowerCase(), first, others, last);
}

/** The leftmost place of each part is as good as any: no way back is needed. */
function fitsBetween(text: string, first: string, middle: readonly string[], last: string): boolean {
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return false;
  let at = first.length;
  for (const part of middle) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
