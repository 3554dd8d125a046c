/** How long a change is to last, as every change says it. */
import { invalid, type RequestFields } from '../endpoints/index.js';

export const DEFAULT_EXPIRY_MS = 900_000;
const MAX_EXPIRY_MS = 86_400_000;

/**
 * `expiresInMs`, 15 minutes where nothing is said; undefined with `permanent: true`.
 * @throws ApiProblem with 400
 */
export function expiryOf(fields: RequestFields): number | undefined {
  const expiresInMs = fields.number('expiresInMs', 1, MAX_EXPIRY_MS);
  if (!fields.flag('permanent')) return expiresInMs ?? DEFAULT_EXPIRY_MS;
  if (expiresInMs === undefined) return undefined;
  throw invalid('A permanent change does not expire', 'leave out expiresInMs or permanent');
}
