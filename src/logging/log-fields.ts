/**
 * The fields of a line in the order readers rely on: timestamp, level, target, message, trace_id, span_id, request_id, then when
 * known user_id, session_id, correlation_id, causation_id, event_id, span, err, file, line, thread, and the caller's own.
 */
import { context, isSpanContextValid, type Attributes, type Span } from '@opentelemetry/api';
import { operationIn, spanIn, type Operation, type SourceLines } from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import { callSite } from './call-site.js';
import { errorFields } from './error-fields.js';
import { LineField, LineObject, LineText, type LineSink, type LogLine } from './line-sink.js';
import { DEFAULT_TARGET, MAX_TEXT_LENGTH, type LogEntry } from './log-entry.js';

const LEVEL = new LineField('level');
const TARGET = new LineField('target');
const MESSAGE = new LineField('message');
const TRACE_ID = new LineField('trace_id');
const SPAN_ID = new LineField('span_id');
const REQUEST_ID = new LineField('request_id');
const USER_ID = new LineField('user_id');
const SESSION_ID = new LineField('session_id');
const CORRELATION_ID = new LineField('correlation_id');
const CAUSATION_ID = new LineField('causation_id');
const EVENT_ID = new LineField('event_id');
const SPAN = new LineField('span');
const ERR = new LineField('err');
const FILE = new LineField('file');
const LINE = new LineField('line');
const THREAD = new LineField('thread');

export interface LineOptions {
  readonly redactor: Redactor;
  readonly hasCallSite: boolean;
  /** With it, errors show their frames. */
  readonly source?: SourceLines | undefined;
}

/** @param timestamp ISO 8601 */
export function lineOf(entry: LogEntry, timestamp: string, options: LineOptions): LogLine {
  const line = new LineObject({ timestamp });
  putKnown(line, entry, options);
  for (const fields of entry.fields ?? []) {
    putFields(line.fields, options.redactor.redactValue(fields), entry.error !== undefined);
  }
  return line.fields;
}

/** The JSON text of the same line, for an entry without fields of the caller's: only these may meet names that are taken. */
export function lineText(entry: LogEntry, timestamp: string, options: LineOptions): string {
  const line = new LineText(timestamp);
  putKnown(line, entry, options);
  return line.toString();
}

/** Everything behind the timestamp but the caller's fields. */
function putKnown(line: LineSink, entry: LogEntry, { redactor, hasCallSite, source }: LineOptions): void {
  const { own, message, error } = entry;
  line.put(LEVEL, levelWord(entry));
  line.put(TARGET, entry.target ?? DEFAULT_TARGET);
  line.put(MESSAGE, own === undefined ? redactor.redactText(message, MAX_TEXT_LENGTH) : message);
  putPlace(line, entry.operation, redactor);
  if (error !== undefined) line.put(ERR, errorFields(error, redactor, source));
  if (hasCallSite) putCallSite(line);
  own?.(line);
}

function putCallSite(line: LineSink): void {
  const { file, line: lineNumber, thread } = callSite();
  line.put(FILE, file);
  line.put(LINE, lineNumber);
  line.put(THREAD, thread);
}

const LEVEL_WORDS: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

export function levelWord({ level, levelWord: own }: LogEntry): string {
  return own ?? LEVEL_WORDS[level] ?? String(level);
}

/** Which request, trace and user a line belongs to; also the fields added to an application's own pino. */
export function putPlace(line: LineSink, about: Operation | undefined, redactor: Redactor | undefined): void {
  const ambient = about?.context ?? context.active();
  const operation = about ?? operationIn(ambient);
  // The innermost span: one that another instrumentation has opened inside the operation, or the operation's own.
  putSpanIds(line, spanIn(ambient) ?? operation?.span);
  if (operation === undefined) return;
  putScopeIds(line, operation, redactor);
  putSpan(line, operation, redactor);
}

function putSpanIds(line: LineSink, span: Span | undefined): void {
  const ids = span?.spanContext();
  if (ids === undefined || !isSpanContextValid(ids)) return;
  line.putPlain(TRACE_ID, ids.traceId);
  line.putPlain(SPAN_ID, ids.spanId);
}

function putScopeIds(line: LineSink, operation: Operation, redactor: Redactor | undefined): void {
  const { scope } = operation;
  if (scope.identify !== undefined) operation.pipeline.identify(operation);
  const shown = (id: string | undefined): string | undefined => (redactor === undefined ? id : redactor.redactId(id));
  line.put(REQUEST_ID, shown(scope.requestId));
  line.put(USER_ID, shown(scope.userId));
  line.put(SESSION_ID, shown(scope.sessionId));
  line.put(CORRELATION_ID, shown(scope.correlationId));
  line.put(CAUSATION_ID, shown(scope.causationId));
  if (scope.messageId !== scope.requestId) line.put(EVENT_ID, shown(scope.messageId));
}

function putSpan(line: LineSink, operation: Operation, redactor: Redactor | undefined): void {
  const { name } = operation;
  const annotated = annotations(operation);
  if (annotated === undefined) line.putNamed(SPAN, name);
  else line.put(SPAN, { name, ...((redactor?.redactValue(annotated) ?? annotated) as object) });
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
