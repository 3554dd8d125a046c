/** Which lines are written: one level for all, others per context, changeable while the application runs. */
import { ObservabilityError } from '../kernel/index.js';

/** A level of pino, by name. */
export type LogLevelName = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** pino's numbers, so that both sides compare the same way. */
export const LEVEL_VALUES: Readonly<Record<LogLevelName, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: Infinity,
};

/** Nest's own words and common habits. */
const SYNONYMS: Readonly<Record<string, LogLevelName>> = {
  verbose: 'trace',
  log: 'info',
  warning: 'warn',
  off: 'silent',
};

export interface ParsedLogLevels {
  readonly general: LogLevelName;
  readonly contexts: ReadonlyMap<string, LogLevelName>;
  /** What could not be understood, each as half a sentence; those parts are left out. */
  readonly problems: readonly string[];
}

/** Reads `info,OrdersService=debug`. Levels in any case; without a general one it is info. */
export function parseLogLevels(text: string): ParsedLogLevels {
  const contexts = new Map<string, LogLevelName>();
  const problems: string[] = [];
  let general: LogLevelName | undefined;
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const [context, level] = readPart(part);
    if (level === undefined || context === '') problems.push(`${JSON.stringify(part.trim())} names no known level`);
    else if (context !== undefined) contexts.set(context, level);
    else if (general !== undefined) problems.push(`${JSON.stringify(part.trim())} is a second general level`);
    else general = level;
  }
  return { general: general ?? 'info', contexts, problems };
}

function readPart(part: string): readonly [context: string | undefined, level: LogLevelName | undefined] {
  const split = part.lastIndexOf('=');
  const context = split < 0 ? undefined : part.slice(0, split).trim();
  return [context, levelNamed(part.slice(split + 1))];
}

function levelNamed(word: string): LogLevelName | undefined {
  const name = word.trim().toLowerCase();
  if (Object.hasOwn(SYNONYMS, name)) return SYNONYMS[name];
  return Object.hasOwn(LEVEL_VALUES, name) ? (name as LogLevelName) : undefined;
}

/**
 * The levels of the application's log; changes hold at once.
 *
 * @example
 * ```ts
 * const levels = app.get(LogLevels);
 *
 * levels.set('OrdersService', 'debug');
 * levels.set('OrdersService', undefined);
 * ```
 */
export class LogLevels {
  private general: LogLevelName;
  private readonly contexts = new Map<string, LogLevelName>();
  private readonly values = new Map<string, number>();
  private generalValue: number;
  private lowestValue: number;
  private changed: () => void = () => undefined;

  /** @param text as `LOG_LEVEL` has it; parts that cannot be read are left out */
  constructor(text: string) {
    const { general, contexts } = parseLogLevels(text);
    this.general = general;
    this.generalValue = LEVEL_VALUES[general];
    for (const [context, level] of contexts) this.put(context, level);
    this.lowestValue = LEVEL_VALUES[this.lowest];
  }

  /** Whether a line of this level is written at all, in whatever context. */
  isEnabledSomewhere(value: number): boolean {
    return value >= this.lowestValue;
  }

  /** Whether a line of this context is written; without one the general level decides. */
  isEnabled(context: string | undefined, value: number): boolean {
    if (this.values.size === 0 || context === undefined) return value >= this.generalValue;
    return value >= (this.values.get(context) ?? this.generalValue);
  }

  /** The level that a context has, its own or the general one. */
  of(context?: string): LogLevelName {
    return (context === undefined ? undefined : this.contexts.get(context)) ?? this.general;
  }

  /**
   * Changes the general level, or that of one context, at once.
   * @param level any case, Nest's words too; undefined takes back what was said about the context
   * @throws ObservabilityError `OBS_ERR_OPTION_INVALID` for an unknown level
   */
  set(context: string | undefined, level: string | undefined): void {
    const known = level === undefined ? undefined : requireLevel(level);
    if (context === undefined) this.setGeneral(known ?? 'info');
    else if (known === undefined) this.forget(context);
    else this.put(context, known);
    this.lowestValue = LEVEL_VALUES[this.lowest];
    this.changed();
  }

  /** What is set now, for a page or an endpoint. */
  snapshot(): { readonly general: LogLevelName; readonly contexts: Readonly<Record<string, LogLevelName>> } {
    return { general: this.general, contexts: Object.fromEntries(this.contexts) };
  }

  /** The most talkative level of all: below it nobody needs to be asked. */
  get lowest(): LogLevelName {
    const levels = [this.general, ...this.contexts.values()];
    return levels.reduce((low, level) => (LEVEL_VALUES[level] < LEVEL_VALUES[low] ? level : low));
  }

  /** Called after each change. */
  onChange(listener: () => void): void {
    this.changed = listener;
  }

  private setGeneral(level: LogLevelName): void {
    this.general = level;
    this.generalValue = LEVEL_VALUES[level];
  }

  private put(context: string, level: LogLevelName): void {
    this.contexts.set(context, level);
    this.values.set(context, LEVEL_VALUES[level]);
  }

  private forget(context: string): void {
    this.contexts.delete(context);
    this.values.delete(context);
  }
}

function requireLevel(level: string): LogLevelName {
  const known = levelNamed(level);
  if (known !== undefined) return known;
  throw ObservabilityError.of({
    code: 'OBS_ERR_OPTION_INVALID',
    fact: 'a log level must be a known word',
    got: JSON.stringify(level),
    fix: `use one of ${Object.keys(LEVEL_VALUES).join(', ')}`,
  });
}
