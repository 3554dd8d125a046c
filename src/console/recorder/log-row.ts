/** A line of the log as the page shows it: made when somebody asks, of what was kept when it was written. */
import { resolve } from 'node:path';
import { framesOf } from '../../kernel/index.js';
import type { LogLine } from '../../logging/index.js';
import type { LogLevelName, LogRow, SourcePlace } from '../shapes/index.js';

/** From the quietest to the loudest. */
export const LOG_LEVELS: readonly LogLevelName[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Characters of a message, or of a text in `fields`; the rest is cut. */
const MAX_TEXT_LENGTH = 4096;
/** Below it, a field is shown as a text. */
const MAX_DEPTH = 6;

/** @param written the object that was written, or its JSON text */
export function logRow(sequence: number, written: LogLine | string): LogRow {
  const { timestamp, level, target, message, trace_id, span_id, ...rest } = lineOf(written);
  const { request_id: requestId, ...fields } = rest;
  return {
    sequence,
    timeMs: Date.parse(String(timestamp)),
    level: levelOf(level),
    target: String(target),
    message: cut(String(message)),
    traceId: textOrNull(trace_id),
    spanId: textOrNull(span_id),
    requestId: textOrNull(requestId),
    fields: { ...shown(fields, 0), ...ownLevel(level) },
    source: placeOf(fields),
  };
}

export function lineOf(written: LogLine | string): LogLine {
  return typeof written === 'string' ? (JSON.parse(written) as LogLine) : written;
}

/** A level of the application's own counts as information. */
export function levelOf(word: unknown): LogLevelName {
  const level = String(word).toLowerCase() as LogLevelName;
  return LOG_LEVELS.includes(level) ? level : 'info';
}

function ownLevel(word: unknown): { readonly level?: string } {
  return levelOf(word) === String(word).toLowerCase() ? {} : { level: String(word) };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function shown(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shownValue(value, depth + 1)]));
}

function shownValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return cut(JSON.stringify(value) ?? '');
  return Array.isArray(value) ? value.map((one) => shownValue(one, depth + 1)) : shown(value, depth);
}

function cut(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  return `${text.slice(0, MAX_TEXT_LENGTH)}… [${text.length - MAX_TEXT_LENGTH} more characters]`;
}

/** Of the call where `logs.callSite` is on, else of the application's own frame that an error came from. */
function placeOf({ file, line, err }: LogLine): SourcePlace | null {
  if (typeof file === 'string' && typeof line === 'number') return { file: resolve(file), line, column: 1 };
  const frame = framesOf(err).find(({ isInApp }) => isInApp);
  return frame === undefined ? null : { file: frame.file, line: frame.line, column: frame.column };
}
