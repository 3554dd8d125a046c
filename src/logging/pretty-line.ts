/** A line for the eyes of a developer: time, level, target, message, then what else is known, stacks below. */
import type { LogLine } from './line-sink.js';

const RESET = '\u001b[0m';
const DIM = '\u001b[2m';
const COLOURS: Readonly<Record<string, string>> = {
  TRACE: '\u001b[90m',
  DEBUG: '\u001b[36m',
  INFO: '\u001b[32m',
  WARN: '\u001b[33m',
  ERROR: '\u001b[31m',
  FATAL: '\u001b[41m',
};

/** Long ids and what the head of the line already tells. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'timestamp',
  'level',
  'target',
  'message',
  'err',
  'span',
  'span_id',
  'correlation_id',
]);

export function prettyLine(line: LogLine, isColoured: boolean): string {
  const paint = (colour: string, text: string): string => (isColoured ? `${colour}${text}${RESET}` : text);
  const level = String(line['level']);
  const head = [
    paint(DIM, String(line['timestamp']).slice(11, 23)),
    paint(COLOURS[level] ?? '', level.padEnd(5)),
    paint(DIM, `[${harmless(String(line['target']))}]`),
    harmless(String(line['message'])),
  ].join(' ');
  const rest = details(line);
  return `${head}${rest === '' ? '' : ` ${paint(DIM, rest)}`}${stackBelow(line)}`;
}

function details(line: LogLine): string {
  // The rows of a trace's tree belong together; the first one names the trace.
  if (line['target'] === 'Trace') return '';
  const fields = Object.keys(line).filter((key) => !LEFT_OUT.has(key));
  return harmless(fields.map((key) => `${key}=${shown(line[key])}`).join(' '));
}

function shown(value: unknown): string {
  return typeof value === 'string' && /^[\w.:/@+-]+$/.test(value) ? value : String(JSON.stringify(value));
}

function stackBelow(line: LogLine): string {
  const error = line['err'] as { type?: string; message?: string; stack?: string } | undefined;
  if (error === undefined) return '';
  const text = error.stack ?? `${error.type}: ${error.message}`;
  return `\n  ${harmless(text)}`;
}

const COLOUR = /\p{Cc}\[[\d;]*m/gu;
/** What a terminal obeys, what breaks a line in some of them, and what turns a text around. */
const COMMAND = /[^\P{Cc}\t\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Texts come from outside now and then: no line of one may pass for a record of its own, and no terminal is told what to do. */
function harmless(text: string): string {
  return text
    .replace(COLOUR, '')
    .replace(/\r\n?/g, '\n')
    .replace(COMMAND, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('\n', '\n  ');
}
