/** What a person does with chips; each gives a new query. */
import { sameTerm, type Query, type Term } from './term.js';

/** Switches a term off, or on again. */
export function toggled(query: Query, index: number): Query {
  const terms = query.terms.map((term, at) => (at === index ? { ...term, isOff: !term.isOff } : term));
  return { ...query, terms };
}

export function without(query: Query, index: number): Query {
  return { ...query, terms: query.terms.filter((_term, at) => at !== index) };
}

/** Adds a term at the end; one that is there already is switched on or off as the new one says. */
export function withTerm(query: Query, added: Term): Query {
  const isThere = query.terms.some((term) => sameTerm(term, added));
  const terms = query.terms.map((term) => (sameTerm(term, added) ? added : term));
  return { ...query, terms: isThere ? terms : [...terms, added] };
}
