/**
 * The application's pino: the only file that knows `pino`. Its levels, children and message formats are pino's; the line
 * itself is ours, so pino's documented symbol for library implementers replaces the last step only. It is loaded when a
 * logger is made: an application without logs does not pay for it.
 */
import type { DestinationStream, Logger } from 'pino';
import { isError } from '../kernel/index.js';
import type { LogEntry } from './log-entry.js';
import type { LogLevels } from './log-level.js';
import type { LogWriter } from './log-writer.js';
import type { LineDestination } from './standard-output.js';

type Pino = (typeof import('pino'))['pino'];
type Fields = Record<string, unknown>;
type Convert = (value: unknown) => unknown;

/** pino's own state of a logger or child, as far as a line depends on it. */
interface PinoState {
  /** A child's bindings, as the JSON text they would have in a line. */
  readonly bindings: string;
  readonly serializers: Readonly<Record<string, Convert | undefined>>;
  readonly stringifiers: Readonly<Record<string | symbol, Convert | undefined>>;
  /** For fields that have none of their own. */
  readonly stringifyAny: Convert | undefined;
}

function stateOf(logger: Logger, symbols: Pino['symbols']): PinoState {
  const state = logger as unknown as Record<symbol, unknown>;
  const stringifiers = state[symbols.stringifiersSym] as PinoState['stringifiers'];
  return {
    bindings: state[symbols.chindingsSym] as string,
    serializers: state[symbols.serializersSym] as PinoState['serializers'],
    stringifiers,
    stringifyAny: stringifiers[symbols.wildcardFirstSym],
  };
}

export interface PinoOptions {
  readonly writer: LogWriter;
  readonly levels: LogLevels;
  readonly destination: LineDestination;
}

export function createPino({ writer, levels, destination }: PinoOptions): Logger {
  const { pino } = require('pino') as { readonly pino: Pino };
  const logger = pino({ level: levels.lowest, base: null, messageKey: 'message' }, destination as DestinationStream);
  levels.onChange(() => (logger.level = levels.lowest));
  Object.defineProperty(logger, pino.symbols.writeSym, {
    value: function (this: Logger, merging: unknown, message: unknown, level: number): void {
      writer.isolate(() => writer.write(entryOf(this, stateOf(this, pino.symbols), merging, message, level)));
    },
  });
  return logger;
}

function entryOf({ levels }: Logger, state: PinoState, merging: unknown, message: unknown, level: number): LogEntry {
  const fields = fieldsOf(state, merging);
  const error = isError(merging) ? merging : last(fields, 'err', isError);
  const target = last(fields, 'target', isText);
  return {
    level,
    levelWord: levels.labels[level]?.toUpperCase(),
    target,
    message: isAbsent(message) ? (last(fields, 'message', isText) ?? error?.message ?? '') : String(message),
    fields: fields.filter((own) => !tellsTargetOnly(own, target)),
    error,
  };
}

/** What nestjs-pino's logger passes with a text: the line says it already. */
function tellsTargetOnly(fields: object, target: string | undefined): boolean {
  const [key, ...others] = Object.keys(fields);
  return key === 'target' && others.length === 0 && (fields as Fields)['target'] === target;
}

/** Nothing is copied for a plain logger: accessors of the application's objects are the redactor's business. */
function fieldsOf(state: PinoState, merging: unknown): readonly object[] {
  const given = isAbsent(merging) || isError(merging) ? [] : [merging as object];
  const all = state.bindings === '' ? given : [bindingsOf(state.bindings), ...given];
  const isPlain = hasOnly(state.serializers, 'err') && hasOnly(state.stringifiers);
  return isPlain ? all : [prepared(state, Object.assign({}, ...all) as Fields)];
}

function hasOnly(converters: object, ...known: readonly PropertyKey[]): boolean {
  return Reflect.ownKeys(converters).every((key) => known.includes(key));
}

/** What a child was told in its own options: serialisers, and paths to redact beyond what our redactor hides. */
function prepared({ serializers, stringifiers, stringifyAny }: PinoState, fields: Fields): Fields {
  for (const key of Object.keys(fields)) {
    if (key !== 'err') fields[key] = (serializers[key] ?? same)(fields[key]);
    const text = (stringifiers[key] ?? stringifyAny)?.(fields[key]);
    if (typeof text === 'string') fields[key] = JSON.parse(text);
  }
  return fields;
}

function same(value: unknown): unknown {
  return value;
}

/** The value that wins under a key, if it is of the kind asked for. */
function last<T>(fields: readonly object[], key: string, isWanted: (value: unknown) => value is T): T | undefined {
  return fields.map((own) => (own as Fields)[key]).findLast(isWanted);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function bindingsOf(text: string): Fields {
  return text === '' ? {} : (JSON.parse(`{${text.slice(1)}}`) as Fields);
}
