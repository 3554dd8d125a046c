/** Numbers in the query of a question. */
import { invalid } from '../../endpoints/index.js';

/**
 * Undefined where nothing is said.
 * @throws ApiProblem for what is no number of at least 0
 */
export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw invalid(`${name} must be a number`, 'write e.g. 100', text);
  return number;
}

/** How many rows are wanted: at least one, at most `max`. */
export function limitOf(query: URLSearchParams, usual: number, max: number): number {
  return Math.min(max, Math.max(1, Math.floor(numberOf(query, 'limit') ?? usual)));
}
