/** For an application that keeps its own pino: our fields on its lines, by one call. */
import { tellForeignLine } from './foreign-lines.js';
import { LineObject, type LogLine } from './line-sink.js';
import { putPlace } from './log-fields.js';

type Hooks = { readonly streamWrite: (line: string) => string };
type Mixin = (mergeObject: object, level: number, logger: unknown) => object;

/**
 * The trace, request and user a line belongs to, as a pino `mixin`; nothing outside an operation or a span.
 *
 * @example
 * ```ts
 * const logger = pino({ level: 'info', mixin: () => observabilityMixin() });
 * ```
 */
export function observabilityMixin(): LogLine {
  const line = new LineObject();
  putPlace(line, undefined, undefined);
  return line.fields;
}

/**
 * The application's pino or pino-http options with our fields added to every line; a mixin it has keeps the last word.
 *
 * @example
 * ```ts
 * LoggerModule.forRoot({ pinoHttp: observabilityPinoOptions({ level: 'info' }) });
 * ```
 */
export function observabilityPinoOptions<T extends object>(options: T = {} as T): T & { mixin: Mixin; hooks: Hooks } {
  const { mixin, hooks } = options as { mixin?: Mixin; hooks?: Hooks };
  const merged: Mixin = (...call) => ({ ...observabilityMixin(), ...mixin?.(...call) });
  return { ...options, mixin: merged, hooks: { ...hooks, streamWrite: tellingLines(hooks?.streamWrite) } };
}

/** What is written is what the application's own hook says; the console shows it, too. */
function tellingLines(own: Hooks['streamWrite'] = (text) => text): Hooks['streamWrite'] {
  return (line) => {
    const text = own(line);
    tellForeignLine(text);
    return text;
  };
}
