/**
 * The errors of an answer. All of them make the operation an error; those that answer the caller (a 4xx exception, a document
 * that does not fit the schema) mark no span as failed, as with HTTP.
 */
import { isExpectedError, markExpected } from '../../kernel/index.js';
import type { GraphqlError } from './graphql-types.js';

/** The error to tell of: what a resolver really threw, a fault before a refusal. @param isResolved the document was accepted */
export function toldError(errors: readonly unknown[], isResolved: boolean): unknown {
  const causes = errors.map((error) => causeOf(error, isResolved));
  return causes.find((cause) => !isExpectedError(cause)) ?? causes[0];
}

function causeOf(error: unknown, isResolved: boolean): unknown {
  const known = (error ?? {}) as GraphqlError;
  if (isRefusal(known, isResolved)) markExpected(error);
  else if (known.originalError != null) return known.originalError;
  return error;
}

/** What Apollo calls the caller's faults. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
]);

function isRefusal({ originalError, extensions }: GraphqlError, isResolved: boolean): boolean {
  if (REFUSALS.has(extensions?.code)) return true;
  const status = extensions?.http?.status;
  if (typeof status === 'number') return status >= 400 && status < 500;
  // Without codes, as graphql-ws has them: nothing of the application has run before the document is accepted.
  return !isResolved && extensions !== undefined && originalError == null;
}
