/** A line of the log is one line of valid JSON, whatever is logged; its fast writer says what its slow one says. */
import { built } from '../built.js';
import { harmless, telling } from '../corpus/log-texts.js';
import type { Chance } from '../inputs/chance.js';
import { difference, shown, type Target } from '../target.js';
import { redactor } from './redaction.js';

interface Entry {
  readonly level: number;
  readonly levelWord?: string;
  readonly target?: string;
  readonly message: string;
  readonly error?: unknown;
  readonly fields?: readonly object[];
}
type Line = Readonly<Record<string, unknown>>;

const { lineOf, lineText } = built<{
  lineOf(entry: Entry, timestamp: string, options: object): Line;
  lineText(entry: Entry, timestamp: string, options: object): string;
}>('logging/log-fields.js');
const { prettyLine } = built<{ prettyLine(line: Line, isColoured: boolean): string }>('logging/pretty-line.js');
const { consoleLine } = built<{ consoleLine(record: object): string }>('exporters/console-line.js');
const { parseLogLevels } = built<{
  parseLogLevels(text: string): {
    readonly general: string;
    readonly contexts: ReadonlyMap<string, string>;
    readonly problems: readonly string[];
  };
}>('logging/log-level.js');

const TIMESTAMP = '2026-11-22T04:15:59.000Z';
const OPTIONS = { redactor, hasCallSite: false };

function checkLine(input: string, chance: Chance): string | undefined {
  const error = chance.oneIn(3)
    ? Object.assign(new Error(input), { stack: `Error: ${input}\n    at x (${input}:1:1)` })
    : undefined;
  const entry = {
    level: chance.pick([10, 30, 35, 60]),
    target: chance.pick([input, undefined, 'Shop']),
    message: input,
    error,
  };
  const text = lineText(entry, TIMESTAMP, OPTIONS);
  const line = lineOf(entry, TIMESTAMP, OPTIONS);
  return (
    difference('one line', text.includes('\n') || text.includes('\r'), false) ??
    difference('the line', text, JSON.stringify(line)) ??
    difference('its message', (JSON.parse(text) as Line)['message'], redactor.redactText(input)) ??
    checkFields(input, chance) ??
    checkTerminal(input)
  );
}

/** Names that mean something in every line stay what they are, whatever fields are given. */
function checkFields(input: string, chance: Chance): string | undefined {
  const name = chance.pick(['level', 'message', '__proto__', 'constructor', 'toJSON', 'trace_id', input]);
  const line = lineOf({ level: 30, message: 'm', fields: [Object.fromEntries([[name, input]])] }, TIMESTAMP, OPTIONS);
  const read = JSON.parse(JSON.stringify(line)) as Line;
  return (
    difference('the level', read['level'], 'INFO') ??
    difference('the message', read['message'], 'm') ??
    difference('the prototype of a line', Object.getPrototypeOf(line) === Object.prototype, true)
  );
}

/** Sequences for the terminal would be carried out by it. */
function checkTerminal(input: string): string | undefined {
  const record = { event: 'operation.end', kind: 'http.server', name: input, error: { type: input, message: input } };
  const told = consoleLine(record);
  const pretty = prettyLine(lineOf({ level: 30, target: input, message: input }, TIMESTAMP, OPTIONS), false);
  return (
    difference('control characters in a record', /\p{Cc}/u.test(told), false) ??
    (/[^\P{Cc}\n\t]/u.test(pretty) ? `control characters reach the terminal in ${shown(pretty)}` : undefined)
  );
}

/** Each part is understood or complained about. */
function checkLevels(input: string): string | undefined {
  const { general, contexts, problems } = parseLogLevels(input);
  const known = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
  const parts = input.split(',').filter((part) => part.trim() !== '');
  const [last] = parts.filter((part) => part.includes('=')).slice(-1);
  const name = last?.slice(0, last.lastIndexOf('=')).trim() ?? '';
  return (
    difference(
      'known levels',
      [general, ...contexts.values()].every((level) => known.has(level)),
      true,
    ) ?? difference('the last context', contexts.has(name) || problems.length > 0 || last === undefined, true)
  );
}

export const logTargets: readonly Target[] = [
  {
    name: 'log-lines',
    corpus: [...harmless, ...telling],
    check: checkLine,
    read: (message) => lineText({ level: 30, message }, TIMESTAMP, OPTIONS),
  },
  {
    name: 'log-levels',
    corpus: ['info,OrdersService=debug', 'WARN', 'a=b=error,,verbose', 'constructor,__proto__=info'],
    check: checkLevels,
    read: parseLogLevels,
  },
];
