/** Log lines as marks on the bars of the spans in which they were written. */
import type { LogLevelName, LogRow } from '../../../shapes/index.js';

export interface LogMark {
  readonly level: LogLevelName;
  /** After the trace's start. */
  readonly atMs: number;
  /** Of the loudest line among them. */
  readonly text: string;
  readonly count: number;
}

const LOUDNESS: readonly LogLevelName[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/**
 * By span id; of lines that are nearer to each other than `nearMs`, one mark that is as loud as the loudest.
 *
 * @param lines in any order
 */
export function logMarks(
  lines: readonly LogRow[],
  startedAtMs: number,
  nearMs: number,
): ReadonlyMap<string, readonly LogMark[]> {
  const marks = new Map<string, LogMark[]>();
  for (const line of lines.toSorted((one, other) => one.timeMs - other.timeMs)) {
    if (line.spanId === null) continue;
    const ofSpan = marks.get(line.spanId) ?? [];
    marks.set(line.spanId, ofSpan);
    addMark(ofSpan, markOf(line, startedAtMs), nearMs);
  }
  return marks;
}

export function isLouder(one: LogLevelName, other: LogLevelName): boolean {
  return LOUDNESS.indexOf(one) > LOUDNESS.indexOf(other);
}

function addMark(marks: LogMark[], mark: LogMark, nearMs: number): void {
  const last = marks.at(-1);
  if (last === undefined || mark.atMs - last.atMs > nearMs) marks.push(mark);
  else marks[marks.length - 1] = merged(last, mark);
}

function merged(one: LogMark, other: LogMark): LogMark {
  const { level, text } = isLouder(other.level, one.level) ? other : one;
  return { level, text, atMs: one.atMs, count: one.count + other.count };
}

function markOf({ level, message, timeMs }: LogRow, startedAtMs: number): LogMark {
  return { level, text: message, atMs: timeMs - startedAtMs, count: 1 };
}
