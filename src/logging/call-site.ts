/** Where in the application a line was written. Costs a stack trace per line, so it is asked for only by option. */
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';

export interface CallSite {
  /** Relative to the working directory when below it. */
  readonly file?: string;
  readonly line?: number;
  /** Node's thread id; the main thread is 0. */
  readonly thread: number;
}

const DEPTH = 30;
const LOGGERS = /[\\/]node_modules[\\/](?:pino|nestjs-pino|pino-http|@nestjs[\\/]common)[\\/]/;
const FRAME = /(?:^|[\s(])([^\s()]+):(\d+):\d+\)?$/;

/** The nearest frame that belongs to no logger. */
export function callSite(): CallSite {
  for (const frame of frames()) {
    const [, file = '', line] = FRAME.exec(frame) ?? [];
    if (isOfApplication(file)) return { file: shown(file), line: Number(line), thread: threadId };
  }
  return { thread: threadId };
}

function frames(): string[] {
  const holder: { stack?: string } = {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = DEPTH;
  Error.captureStackTrace(holder, frames);
  Error.stackTraceLimit = stackTraceLimit;
  return holder.stack?.split('\n').slice(1) ?? [];
}

function isOfApplication(file: string): boolean {
  return file !== '' && !file.startsWith('node:') && !isOurs(file) && !LOGGERS.test(file);
}

/** Joined with others into one file, this module stands in none of its folder. */
function isOurs(file: string): boolean {
  return file === __filename || file.startsWith(__dirname + sep);
}

function shown(file: string): string {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const below = relative(process.cwd(), path);
  return below.startsWith('..') ? path : below;
}
