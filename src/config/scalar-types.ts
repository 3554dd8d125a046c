/** Types of options that hold one value. */
import { isIP } from 'node:net';
import { accept, refuse, type OptionType } from './option-type.js';

/** A timer set for longer fires at once, so no duration may pass it. */
const MAX_TIMER_MS = 2_147_483_647;

const TRUTH: ReadonlyMap<string, boolean> = new Map(
  Object.entries({
    true: true,
    yes: true,
    on: true,
    1: true,
    false: false,
    no: false,
    off: false,
    0: false,
  }),
);

export const flag: OptionType = {
  name: 'boolean',
  fromText: (word) => TRUTH.get(word.toLowerCase()) ?? word,
  textExample: 'true',
  check: (candidate) =>
    typeof candidate === 'boolean'
      ? accept(candidate)
      : refuse('must be true or false', 'write true or false, without quotes'),
};

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

export function integer(bounds: Bounds = {}): OptionType {
  return numeric('integer', bounds, Number.isSafeInteger);
}

export function number(bounds: Bounds = {}): OptionType {
  return numeric('number', bounds, Number.isFinite);
}

export const ratio: OptionType = number({ min: 0, max: 1 });
export const port: OptionType = integer({ min: 0, max: 65_535 });

export function milliseconds(min = 0): OptionType {
  return integer({ min, max: MAX_TIMER_MS });
}

function numeric(noun: string, { min, max }: Bounds, isNumeric: (value: unknown) => boolean): OptionType {
  const name = [noun, describeBounds(min, max)].filter(Boolean).join(' ');
  const isWithin = (value: number): boolean => value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  return {
    name,
    fromText: numberFromText,
    check: (candidate) =>
      typeof candidate === 'number' && isNumeric(candidate) && isWithin(candidate)
        ? accept(candidate)
        : refuse(`must be ${name.startsWith('i') ? 'an' : 'a'} ${name}`, fixFor(candidate, min, max)),
  };
}

function describeBounds(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return `from ${min} to ${max}`;
  if (min !== undefined) return `of at least ${min}`;
  return max === undefined ? '' : `of at most ${max}`;
}

function fixFor(candidate: unknown, min = 0, max = Infinity): string {
  if (typeof candidate === 'string' && typeof numberFromText(candidate) === 'number') return 'write it without quotes';
  if (typeof candidate !== 'number' || !Number.isFinite(candidate)) return `write a number, e.g. ${min}`;
  const nearest = Math.min(Math.max(candidate, min), max);
  return `write e.g. ${nearest === candidate ? Math.round(candidate) : nearest}`;
}

/** Plain decimal notation only: neither `0x10` nor an empty text is a number here. */
export function numberFromText(digits: string): unknown {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits) ? Number(digits) : digits;
}

export const text: OptionType = {
  name: 'string',
  fromText: (given) => given,
  check: (candidate) =>
    typeof candidate === 'string' && candidate.trim() !== ''
      ? accept(candidate)
      : refuse(
          'must be a non-empty string',
          typeof candidate === 'number' ? 'write it in quotes' : 'write a text, or leave it out',
        ),
};

/** Any string, the empty one included. */
export const replacementText: OptionType = {
  name: 'string',
  fromText: (given) => given,
  check: (candidate) =>
    typeof candidate === 'string' ? accept(candidate) : refuse('must be a string', 'write a text in quotes'),
};

export function oneOf(...words: readonly string[]): OptionType {
  const choice = words.map((word) => `'${word}'`).join(' or ');
  return {
    name: choice,
    fromText: (word) => word.toLowerCase(),
    check: (candidate) =>
      words.includes(candidate as string) ? accept(candidate) : refuse(`must be ${choice}`, `write ${choice}`),
  };
}

/** A path of ours on a server; a slash at its end is taken off. */
export const path: OptionType = {
  name: 'path',
  fromText: (given) => given,
  check: (candidate) => {
    if (typeof candidate !== 'string') return refuse('must be a path', "write a path, e.g. '/metrics'");
    if (!candidate.startsWith('/')) return refuse("must start with '/'", `write '/${candidate}'`);
    if (/[\s?#]/.test(candidate)) return refuse('must be a plain path', "leave out spaces, '?' and '#'");
    const asked = askedPath(candidate);
    if (asked !== candidate) return refuse('must stand as clients ask for it', `write '${asked}'`);
    return accept(candidate.length > 1 ? candidate.replace(/\/$/, '') : candidate);
  },
};

/** Encoded, without dot segments and empty ones: another path would never be asked for. */
function askedPath(candidate: string): string {
  return new URL(`http://localhost${candidate}`).pathname.replace(/\/{2,}/g, '/');
}

export const url: OptionType = {
  name: 'URL',
  fromText: (given) => given,
  check: (candidate) =>
    isHttpUrl(candidate) ? accept(candidate) : refuse('must be an http or https URL', fixUrl(candidate)),
};

export function isHttpUrl(candidate: unknown): candidate is string {
  return typeof candidate === 'string' && /^https?:\/\//i.test(candidate) && URL.canParse(candidate);
}

function fixUrl(candidate: unknown): string {
  const isHostAndPort = typeof candidate === 'string' && /^[\w.-]+(:\d+)?$/.test(candidate);
  return isHostAndPort ? `write http://${candidate}` : 'write e.g. http://localhost:4317';
}

export const host: OptionType = {
  name: 'address',
  fromText: (given) => given,
  check: (candidate) =>
    typeof candidate === 'string' && isHost(candidate)
      ? accept(candidate)
      : refuse('must be a host name or an address', "write e.g. '0.0.0.0' or '127.0.0.1'"),
};

function isHost(candidate: string): boolean {
  return isIP(candidate) !== 0 || (/^[\w.-]+$/.test(candidate) && URL.canParse(`http://${candidate}`));
}

/** Lower case, as Node names the headers of a request. */
export const headerName: OptionType = {
  name: 'header name',
  fromText: (given) => given,
  check: (candidate) =>
    typeof candidate === 'string' && isHeaderName(candidate)
      ? accept(candidate.toLowerCase())
      : refuse('must be a header name', "write e.g. 'x-request-id'"),
};

/** A token of RFC 9110. */
export function isHeaderName(candidate: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(candidate);
}

/** The beginning of a metric name in Prometheus' data model, or nothing. */
export const metricPrefix: OptionType = {
  name: 'metric name prefix',
  fromText: (given) => given,
  check: (candidate) =>
    typeof candidate === 'string' && /^([a-zA-Z_:][a-zA-Z0-9_:]*)?$/.test(candidate)
      ? accept(candidate)
      : refuse(
          'must be a valid beginning of a metric name',
          "use letters, digits and '_' and do not start with a digit, e.g. 'shop_'",
        ),
};
