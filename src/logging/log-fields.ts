/**
 * A line as an object, its fields in the order readers rely on: timestamp, level, target, message, trace_id, span_id,
 * request_id, then when known user_id, session_id, correlation_id, causation_id, event_id, span, err, file, line, thread, and the
 * caller's own.
 */
import { context, isSpanContextValid, type Attributes, type Span } from '@opentelemetry/api';
import { operationIn, spanIn, type Operation } from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import { callSite } from './call-site.js';
import { errorFields } from './error-fields.js';
import { DEFAULT_TARGET, MAX_TEXT_LENGTH, type LogEntry } from './log-entry.js';

export type LogLine = Record<string, unknown>;

export interface LineOptions {
  readonly redactor: Redactor;
  readonly hasCallSite: boolean;
}

/** @param timestamp ISO 8601 */
export function lineOf(entry: LogEntry, timestamp: string, options: LineOptions): LogLine {
  const { redactor } = options;
  const line: LogLine = {
    timestamp,
    level: entry.levelWord ?? levelWord(entry.level),
    target: entry.target ?? DEFAULT_TARGET,
    message: entry.isOwn === true ? entry.message : redactor.redactText(entry.message, MAX_TEXT_LENGTH),
  };
  putPlace(line, entry.operation, redactor);
  if (entry.error !== undefined) line['err'] = errorFields(entry.error, redactor);
  if (options.hasCallSite) Object.assign(line, callSite());
  for (const fields of entry.fields ?? []) {
    putFields(line, entry.isOwn === true ? fields : redactor.redactValue(fields), entry.error !== undefined);
  }
  return line;
}

const LEVEL_WORDS: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

function levelWord(level: number): string {
  return LEVEL_WORDS[level] ?? String(level);
}

/** Which request, trace and user a line belongs to; also the fields added to an application's own pino. */
export function putPlace(line: LogLine, about: Operation | undefined, redactor: Redactor | undefined): void {
  const ambient = about?.context ?? context.active();
  const operation = about ?? operationIn(ambient);
  // The innermost span: one that another instrumentation has opened inside the operation, or the operation's own.
  putSpanIds(line, spanIn(ambient) ?? operation?.span);
  if (operation === undefined) return;
  putScopeIds(line, operation);
  line['span'] = spanObject(operation, redactor);
}

function putSpanIds(line: LogLine, span: Span | undefined): void {
  const ids = span?.spanContext();
  if (ids === undefined || !isSpanContextValid(ids)) return;
  line['trace_id'] = ids.traceId;
  line['span_id'] = ids.spanId;
}

function putScopeIds(line: LogLine, operation: Operation): void {
  const { scope } = operation;
  if (scope.identify !== undefined) operation.pipeline.identify(operation);
  if (scope.requestId !== undefined) line['request_id'] = scope.requestId;
  if (scope.userId !== undefined) line['user_id'] = scope.userId;
  if (scope.sessionId !== undefined) line['session_id'] = scope.sessionId;
  if (scope.correlationId !== undefined) line['correlation_id'] = scope.correlationId;
  if (scope.causationId !== undefined) line['causation_id'] = scope.causationId;
  if (scope.messageId !== undefined && scope.messageId !== scope.requestId) line['event_id'] = scope.messageId;
}

function spanObject(operation: Operation, redactor: Redactor | undefined): unknown {
  const annotated = annotations(operation);
  if (annotated === undefined) return { name: operation.name };
  return { name: operation.name, ...((redactor?.redactValue(annotated) ?? annotated) as object) };
}

/** What was annotated on the operation and on those around it in the same request; the inner one wins. */
function annotations(operation: Operation): Attributes | undefined {
  let found = operation.attributes;
  const { scope } = operation;
  for (let outer = operation.parent; outer !== undefined && outer.scope === scope; outer = outer.parent) {
    if (outer.attributes !== undefined) found = { ...outer.attributes, ...found };
  }
  return found;
}

/** Names that mean something in every line; a caller's field of the same name gets an underscore behind it. */
const OURS: ReadonlySet<string> = new Set([
  'timestamp',
  'level',
  'target',
  'message',
  'trace_id',
  'span_id',
  'span',
  'err',
]);

function putFields(line: LogLine, fields: unknown, isErrorKnown: boolean): void {
  const own = isFieldObject(fields) ? fields : { value: fields };
  for (const key of Object.keys(own)) {
    const isTold = (isErrorKnown && key === 'err') || own[key] === line[key];
    if (!isTold) line[OURS.has(key) && Object.hasOwn(line, key) ? `${key}_` : key] = own[key];
  }
}

function isFieldObject(fields: unknown): fields is Record<string, unknown> {
  return typeof fields === 'object' && fields !== null && !Array.isArray(fields);
}
