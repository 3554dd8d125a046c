/** Which traces a question is about: the parameters that every resource understands that chooses among them. */
import { compileTraceQuery, parse } from '../query/index.js';
import type { TraceSelection } from '../recorder/trace-store.js';
import type { QueryProblem } from '../shapes/index.js';
import { numberOf } from './query-number.js';

export interface AskedSelection {
  readonly selection: Omit<TraceSelection, 'limit'>;
  /** What of the query was not understood. */
  readonly problems: readonly QueryProblem[];
}

/** @throws ApiProblem for what is no number */
export function traceSelection(query: URLSearchParams): AskedSelection {
  const { fits, problems } = compileTraceQuery(parse(query.get('q') ?? ''));
  const selection = {
    predicate: fits,
    fromMs: numberOf(query, 'fromMs'),
    toMs: numberOf(query, 'toMs'),
    minMs: numberOf(query, 'minMs'),
    maxMs: numberOf(query, 'maxMs'),
  };
  return { selection, problems };
}
