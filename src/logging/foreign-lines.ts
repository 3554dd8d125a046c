/**
 * Lines of an application's own pino, for whoever takes lines along inside of the process: shaped as ours are, without their secrets.
 * Where nobody does, they pass as they are.
 */
import { pipelineFor, type OperationPipeline } from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import type { LogLine } from './line-sink.js';
import { DEFAULT_TARGET, MAX_TEXT_LENGTH } from './log-entry.js';
import { levelWord } from './log-fields.js';

export interface ForeignLineTaker {
  readonly redactor: Redactor;
  readonly take: (line: LogLine) => void;
}

const takers = new WeakMap<OperationPipeline, ForeignLineTaker>();

/** From now on, for the lines of this application. */
export function takeForeignLines(pipeline: OperationPipeline, taker: ForeignLineTaker): void {
  takers.set(pipeline, taker);
}

/** @param text a line as pino writes it */
export function tellForeignLine(text: string): void {
  const pipeline = pipelineFor(undefined);
  const taker = pipeline && takers.get(pipeline);
  if (taker === undefined) return;
  pipeline!.diagnostics.safely('logging', 'foreign', () => taker.take(lineOf(text, taker.redactor)), undefined);
}

function lineOf(text: string, redactor: Redactor): LogLine {
  const { level, time, msg, pid: _pid, hostname: _hostname, ...rest } = JSON.parse(text) as LogLine;
  const { context, target = context ?? DEFAULT_TARGET, ...fields } = redactor.redactValue(rest) as LogLine;
  return {
    timestamp: new Date(typeof time === 'number' ? time : Date.now()).toISOString(),
    level: typeof level === 'number' ? levelWord({ level, message: '' }) : String(level).toUpperCase(),
    target,
    message: redactor.redactText(String(msg ?? ''), MAX_TEXT_LENGTH),
    ...fields,
  };
}
