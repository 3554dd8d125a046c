/** Where the traces of a route are. */
import type { RouteFigures } from '../../../shapes/index.js';
import type { ParamValues } from '../../app/params.js';
import { print, type FieldTerm } from '../../../query/index.js';

export function routeParams(
  { method, route }: RouteFigures,
  others: Readonly<Record<string, string>> = {},
): ParamValues {
  const terms = Object.entries({ method, route, ...others }).map(([field, value]) => termOf(field, value));
  return { q: print({ terms }) };
}

function termOf(field: string, value: string): FieldTerm {
  return { type: 'field', field, operator: ':', value, isNegated: false, isOff: false };
}
