/**
 * A short name for "the same fault again": class, message without its changing parts, the top frames of the application's own
 * code, and what caused it. Lines, columns, directories, suffixes and hashes of files are left out, so that it is the same on every
 * machine, after an unrelated edit, and with or without source maps; a bundler's one-letter names are, as the next build has others.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { errorTypeOf, propertyOf } from './error-facts.js';
import { framesOf } from './error-frames.js';

const IN_APP_FRAMES = 3;
const MAX_MESSAGE_LENGTH = 1000;
const MAX_CAUSES = 3;
const MAX_MEMBERS = 5;
/** A class or function whose name is no longer was named by a bundler. */
const MINIFIED_LENGTH = 2;

const known = new WeakMap<object, string>();

/** Sixteen hex characters for whatever was thrown. Never throws. */
export function fingerprintOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return computed(error);
  const earlier = known.get(error);
  if (earlier !== undefined) return earlier;
  const fingerprint = computed(error);
  known.set(error, fingerprint);
  return fingerprint;
}

function computed(error: unknown): string {
  try {
    const parts = [faultOf(error), ...inAppFrames(error), ...membersOf(error), ...causesOf(error)];
    return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
  } catch {
    // A hostile getter or proxy: all of them are one fault.
    return UNREADABLE;
  }
}

const UNREADABLE = '0'.repeat(16);

function faultOf(error: unknown): string {
  return `${stableTypeOf(error)}\n${normalise(messageOf(error))}`;
}

/** The class; of one that a bundler has renamed, the name that it inherits. */
function stableTypeOf(error: unknown): string {
  const type = errorTypeOf(error);
  if (type.length > MINIFIED_LENGTH) return type;
  const inherited = propertyOf(error, 'name');
  return typeof inherited === 'string' && inherited.length > MINIFIED_LENGTH ? inherited : '_OTHER';
}

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `${typeof error} ${String(error)}`;
  const { message } = error as { message?: unknown };
  return typeof message === 'string' ? message : Object.keys(error).toSorted().join(' ');
}

/** What a wrapper carries tells its faults apart: `order failed` for want of stock is not `order failed` for want of money. */
function causesOf(error: unknown): string[] {
  const causes: string[] = [];
  let cause = propertyOf(error, 'cause');
  while (cause !== undefined && cause !== null && causes.length < MAX_CAUSES) {
    causes.push(`caused by ${faultOf(cause)}`);
    cause = propertyOf(cause, 'cause');
  }
  return causes;
}

/** Of an AggregateError, whatever their order and number. */
function membersOf(error: unknown): string[] {
  const members = propertyOf(error, 'errors');
  if (!Array.isArray(members)) return [];
  return [...new Set(members.slice(0, MAX_MEMBERS).map((member) => `one of ${faultOf(member)}`))].toSorted();
}

const CHANGING_PARTS: readonly (readonly [RegExp, string])[] = [
  [/"[^"]*"|`[^`]*`|(?<!\w)'[^']*'/g, '<text>'],
  [/\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s"'`<>()]+/gi, '<url>'],
  [/[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g, '<email>'],
  [/(?:\b[a-z]:)?(?:[\\/][\w.@~+-]+){2,}[\\/]?/gi, '<path>'],
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '<uuid>'],
  [/\b0x[\da-f]+\b|\b(?=[a-f]*\d)[\da-f]{8,}\b/gi, '<hex>'],
  [/\b(?:[a-z_]*\d+[a-z_]+\d\w*|(?=[a-z_]*\d)\w{16,})\b/gi, '<id>'],
  [/\d+(?:[.,]\d+)*/g, '<number>'],
];

function normalise(message: string): string {
  return CHANGING_PARTS.reduce((text, [part, name]) => text.replace(part, name), message.slice(0, MAX_MESSAGE_LENGTH));
}

function inAppFrames(error: unknown): string[] {
  const own = framesOf(error).filter(({ isInApp }) => isInApp);
  return own.slice(0, IN_APP_FRAMES).map(({ called, file }) => `${stableNames(called)} ${moduleNameOf(file)}`);
}

function stableNames(called: string): string {
  const names = called.replace(/^new /, '').split('.');
  return names.filter((name) => name.length > MINIFIED_LENGTH).join('.');
}

/** `main` for `/app/dist/main.3f9a2c1b.js`. */
function moduleNameOf(file: string): string {
  const name = basename(file.replaceAll('\\', '/')).replace(/\.[cm]?[jt]sx?$/, '');
  return name.replace(/[.-](?=[a-f]*\d)[\da-f]{6,}(?=\.|$)/gi, '');
}
