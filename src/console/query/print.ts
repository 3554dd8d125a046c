/** A query as text again, such that reading it gives the same terms. */
import { looksLikeField } from './parse.js';
import type { Query, Term } from './term.js';

export function print({ terms }: Pick<Query, 'terms'>): string {
  return terms.map(printTerm).join(' ');
}

export function printTerm(term: Term): string {
  const marks = `${term.isOff ? '!' : ''}${term.isNegated ? '-' : ''}`;
  return marks + (term.type === 'text' ? printText(term.text) : term.field + term.operator + printValue(term.value));
}

function printText(text: string): string {
  const isPlain = /^[^\s"!:=<>-]\S*$/u.test(text) && !looksLikeField(text);
  return isPlain ? text : quoted(text);
}

/** An operator at its beginning would be read as part of the one before it. */
function printValue(value: string): string {
  return /^[^\s":=<>!]\S*$/u.test(value) ? value : quoted(value);
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}
