/** What a query is made of: each term is a chip. */
import type { QueryProblem } from '../shapes/index.js';

/** `:` takes `*` for anything and any case; `=` takes the value as it is. */
export type Operator = ':' | '=' | '!=' | '>' | '>=' | '<' | '<=';

interface TermState {
  /** `-term`: what does not fit is wanted. */
  readonly isNegated: boolean;
  /** `!term`: it is kept, and means nothing until it is switched on again. */
  readonly isOff: boolean;
}

export interface TextTerm extends TermState {
  readonly type: 'text';
  readonly text: string;
}

export interface FieldTerm extends TermState {
  readonly type: 'field';
  readonly field: string;
  readonly operator: Operator;
  /** As it was written, without quotes: `200ms`. */
  readonly value: string;
}

export type Term = TextTerm | FieldTerm;

export interface Query {
  readonly terms: readonly Term[];
  /** What was not understood; it has no effect. */
  readonly problems: readonly QueryProblem[];
}

/** Whether both ask for the same, switched on or off. */
export function sameTerm(one: Term, other: Term): boolean {
  if (one.isNegated !== other.isNegated) return false;
  if (one.type === 'text') return other.type === 'text' && one.text === other.text;
  return (
    other.type === 'field' && one.field === other.field && one.operator === other.operator && one.value === other.value
  );
}
