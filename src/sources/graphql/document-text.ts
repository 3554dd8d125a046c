/** A GraphQL document as an attribute: what was asked for, without the values, which may be secrets. */

const MAX_LENGTH = 4096;

// Comments, block strings, strings and numbers, each up to the end of the text where it is cut off. Digits inside names stay.
const LITERAL = /#[^\n\r]*|"""(?:\\"""|[^])*?(?:"""|$)|"(?:\\.|[^"\\\n\r])*"?|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g;

/** Every string and number replaced by `?`, comments removed; at most 4096 characters of it. */
export function withoutLiterals(document: string): string {
  return document.slice(0, MAX_LENGTH).replace(LITERAL, (literal) => (literal.startsWith('#') ? '' : '?'));
}
