/**
 * A short name for "the same fault again": class, message without its changing parts, and the top frames of the
 * application's own code. Lines, columns, directories and file suffixes are left out, so that it is the same on every
 * machine, after an unrelated edit, and with or without source maps.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { errorTypeOf } from './error-facts.js';

const IN_APP_FRAMES = 3;
const MAX_MESSAGE_LENGTH = 1000;
const MAX_STACK_LENGTH = 20_000;

/** Sixteen hex characters for whatever was thrown. Never throws. */
export function fingerprintOf(error: unknown): string {
  try {
    const parts = [errorTypeOf(error), normalise(messageOf(error)), ...inAppFrames(error)];
    return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
  } catch {
    // A hostile getter or proxy: all of them are one fault.
    return UNREADABLE;
  }
}

const UNREADABLE = '0'.repeat(16);

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `${typeof error} ${String(error)}`;
  const { message } = error as { message?: unknown };
  return typeof message === 'string' ? message : Object.keys(error).toSorted().join(' ');
}

const CHANGING_PARTS: readonly (readonly [RegExp, string])[] = [
  [/"[^"]*"|`[^`]*`|(?<!\w)'[^']*'/g, '<text>'],
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '<uuid>'],
  [/\b0x[\da-f]+\b|\b(?=[a-f]*\d)[\da-f]{8,}\b/gi, '<hex>'],
  [/\d+(?:[.,]\d+)*/g, '<number>'],
];

function normalise(message: string): string {
  return CHANGING_PARTS.reduce((text, [part, name]) => text.replace(part, name), message.slice(0, MAX_MESSAGE_LENGTH));
}

function inAppFrames(error: unknown): string[] {
  const { stack, message } = (error ?? {}) as { stack?: unknown; message?: unknown };
  if (typeof stack !== 'string') return [];
  const frames: string[] = [];
  for (const line of framesText(stack, message).split('\n')) {
    const frame = inAppFrame(line);
    if (frame !== undefined) frames.push(frame);
    if (frames.length === IN_APP_FRAMES) break;
  }
  return frames;
}

/** The stack without its head: a message may contain lines that look like frames. */
function framesText(stack: string, message: unknown): string {
  const start = typeof message === 'string' && message !== '' ? stack.indexOf(message) : -1;
  const end = start < 0 ? 0 : start + (message as string).length;
  return stack.slice(end, end + MAX_STACK_LENGTH);
}

// `    at async OrdersService.find (file:///app/orders.service.js:10:5)` or `    at /app/main.js:3:1`
const FRAME = /^ {4}at (?:async )?(?:(.*) \()?(.*?):\d+(?::\d+)?\)?$/;
const NOT_IN_APP = /[\\/]node_modules[\\/]|^node:|^internal\/|^native$|<anonymous>/;

function inAppFrame(line: string): string | undefined {
  const [, called = '', file = ''] = FRAME.exec(line.slice(0, MAX_MESSAGE_LENGTH)) ?? [];
  if (file === '' || NOT_IN_APP.test(file)) return undefined;
  return `${called.replace(/ \[as .*\]$/, '')} ${baseNameOf(file)}`;
}

function baseNameOf(file: string): string {
  const [path = ''] = file.split('?');
  return basename(path.replaceAll('\\', '/')).replace(/\.[cm]?[jt]sx?$/, '');
}
