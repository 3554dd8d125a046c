/** What a setting must be so that it cannot fail later, by the kind of option: asked of Node itself, not of our checks. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { isIP } from 'node:net';
import { shown } from '../target.js';

/** @returns what is wrong with an accepted value; undefined where nothing is */
export function wrongSetting(kind: string, value: unknown): string | undefined {
  return fault(() => {
    nothingImpossible(value);
    RULES[kind]?.(value);
  });
}

const RULES: Readonly<Record<string, (value: unknown) => void>> = {
  path: (value) => {
    const { pathname } = new URL(`http://localhost${String(value)}`);
    if (pathname !== value) throw new Error(`clients ask for ${pathname} instead`);
  },
  URL: (value) => void new URL(value as string),
  'header name': (value) => validateHeaderName(value as string),
  'list of header names': (value) => (value as string[]).forEach((name) => validateHeaderName(name)),
  'record of headers': (value) => {
    for (const [name, text] of Object.entries(value as object)) {
      validateHeaderName(name);
      validateHeaderValue(name, text as string);
    }
  },
  'record of URLs': (value) => void Object.values(value as object).map((one) => new URL(one as string)),
  'ascending list of numbers': (value) => {
    const isAscending = (value as number[]).every((bound, at, all) => at === 0 || bound > all[at - 1]!);
    if (!isAscending) throw new Error('it does not ascend');
  },
  address: (value) => {
    if (isIP(value as string) === 0) void new URL(`http://${value as string}`);
  },
};

/** Neither NaN nor infinite anywhere, and nothing that has taken the place of a prototype. */
function nothingImpossible(value: unknown): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`it holds ${value}`);
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) return;
  for (const one of Object.values(value)) nothingImpossible(one);
}

function fault(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return shown((error as Error).message);
  }
}
