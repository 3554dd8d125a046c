export { redactAttribute } from './attribute-redactor.js';
export { isSameSecret, mayAccess } from './endpoint-access.js';
export {
  FORCE_TRACE_HEADER,
  forceTrace,
  isForceTraceSigned,
  isTraceForced,
  signForceTrace,
  type ForcedRequest,
} from './force-trace.js';
export { CUT_BORDER_LENGTH, Redactor, type HeaderValues } from './redactor.js';
export { isForwarded, isLoopback, isOwnOrigin, targetHostOf, type TargetHost } from './request-origin.js';
export { readSql, type SqlDialect, type SqlToken } from './sql-tokens.js';
export { scrubCommand, scrubDocument, scrubSql } from './statement-scrubber.js';
