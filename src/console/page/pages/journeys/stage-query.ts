/** Where the traces of a stage are: each stay in it is one, named after the journey and the stage. */
import { print, type FieldTerm } from '../../../query/index.js';

export function stageParams(journey: string, stage: string): { readonly q: string } {
  return { q: print({ terms: [termOf('kind', 'journey.stage'), termOf('name', `${journey}.${stage}`)] }) };
}

function termOf(field: string, value: string): FieldTerm {
  return { type: 'field', field, operator: ':', value, isNegated: false, isOff: false };
}
