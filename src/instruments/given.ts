/**
 * What callers give to an instrument. JavaScript passes anything: here it becomes what the instrument expects or is left out and
 * counted, so that a mistake in a call never throws into the work around it.
 */
import type { Diagnostics } from '../kernel/index.js';
import { OVERFLOW_LABEL } from '../metrics/index.js';

const NO_FIELDS = Object.freeze({});

export class Given {
  constructor(
    private readonly instrument: string,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** Own fields of options or attributes, read once: a getter may throw, and a proxy may throw at whatever is asked. */
  fields<T extends object>(given: T | undefined): Partial<T> {
    if (given === undefined) return NO_FIELDS;
    try {
      if (isObject(given)) return { ...given };
    } catch {
      // As if it were no object.
    }
    this.refuse('invalid_options', 'what was given as options or attributes is no readable object and was left out');
    return NO_FIELDS;
  }

  /** What becomes a label or part of a span's name. */
  name(given: unknown): string {
    if (typeof given === 'string') return given;
    if (typeof given === 'number') return String(given);
    this.refuse('invalid_name', 'a name that is no text is counted as `_OTHER`; give text');
    return OVERFLOW_LABEL;
  }

  /** Text or a number that tells one thing from another; null says, as undefined does, that there is none. */
  id(given: unknown): string | undefined {
    if (given === undefined || given === null) return undefined;
    if (typeof given === 'string') return given;
    if (typeof given === 'number' || typeof given === 'bigint') return String(given);
    this.refuse('invalid_id', 'an id that is neither text nor a number was left out');
    return undefined;
  }

  /** A finite number above 0. */
  positive<D extends number | undefined>(option: string, given: unknown, byDefault: D): number | D {
    if (given === undefined) return byDefault;
    if (typeof given === 'number' && given > 0 && given < Infinity) return given;
    this.refuse('invalid_option', `${option} must be a number above 0; ${byDefault ?? 'none'} is used`);
    return byDefault;
  }

  /** A number from 0 on, Infinity included. */
  notNegative(option: string, given: unknown, byDefault: number): number {
    if (given === undefined) return byDefault;
    if (typeof given === 'number' && given >= 0) return given;
    this.refuse('invalid_option', `${option} must be a number from 0 on; ${byDefault} is used`);
    return byDefault;
  }

  /** For what has to be asked of the given: a throw is counted, and `fallback` used. */
  safely<T>(phase: string, ask: () => T, fallback: T): T {
    return this.diagnostics.safely(this.instrument, phase, ask, fallback);
  }

  refuse(misuse: string, advice: string): void {
    this.diagnostics.misused(this.instrument, misuse, advice);
  }
}

/** What may be held weakly, and asked for its methods. */
export function isObject(given: unknown): given is object {
  return typeof given === 'object' && given !== null;
}
