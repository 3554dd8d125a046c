/**
 * Nest's logger is called in many shapes: messages, then perhaps objects, then perhaps a stack, then perhaps a context. This
 * is the one place that takes them apart, by the rules of Nest's own ConsoleLogger.
 */
import { isError } from '../kernel/index.js';
import { errorFromStack } from './error-fields.js';

/** One line to write. */
export interface NestMessage {
  readonly message: string;
  readonly fields?: readonly object[];
  readonly error?: unknown;
}

export interface NestCall {
  readonly context: string | undefined;
  /** Nest writes a line for each message of a call. Only a line that is wanted is worth reading them. */
  readonly messages: () => readonly NestMessage[];
}

/** @param mayHaveStack true for `error` and `fatal` */
export function readNestCall(args: readonly unknown[], mayHaveStack: boolean): NestCall {
  const rest = [...args];
  const { context, stack } = takeTail(rest, mayHaveStack);
  return { context, messages: () => readMessages(rest, stack) };
}

function readMessages([first, ...others]: readonly unknown[], stack: string | undefined): NestMessage[] {
  const params = others.filter(isPlainObject);
  const error = others.find(isError);
  const more = others.filter((one) => one !== undefined && one !== error && !isPlainObject(one));
  return [first, ...more].map((message) => readMessage(message, { params, stack, error }));
}

interface Tail {
  readonly context: string | undefined;
  readonly stack: string | undefined;
}

function takeTail(rest: unknown[], mayHaveStack: boolean): Tail {
  if (!mayHaveStack) return { context: takeString(rest), stack: undefined };
  const stackAtEnd = takeStack(rest);
  const context = takeString(rest);
  return { context, stack: stackAtEnd ?? takeStack(rest) };
}

/** The last argument, unless it is the only one. */
function takeString(rest: unknown[]): string | undefined {
  return rest.length > 1 && typeof rest.at(-1) === 'string' ? (rest.pop() as string) : undefined;
}

function takeStack(rest: unknown[]): string | undefined {
  return rest.length > 1 && isStack(rest.at(-1)) ? (rest.pop() as string) : undefined;
}

function isStack(value: unknown): boolean {
  return typeof value === 'string' && /\n[ \t]+at .+:\d+:\d+/.test(value);
}

interface Shared {
  readonly params: readonly object[];
  readonly stack: string | undefined;
  readonly error: Error | undefined;
}

function readMessage(given: unknown, { params, stack, error }: Shared): NestMessage {
  const own = typeof given === 'function' ? resolved(given) : given;
  if (isError(own)) return { message: own.message, error: own, fields: params };
  const inside = errorIn(own);
  const message = textOf(own) ?? inside?.message ?? '';
  const cause = inside ?? error ?? (stack === undefined ? undefined : errorFromStack(message, stack));
  const fields = typeof own === 'object' && own !== null ? [asFields(own), ...params] : params;
  return { message, fields, ...(cause !== undefined && { error: cause }) };
}

/** Nest calls a function for its message and names a class. */
function resolved(given: object): unknown {
  if (String(given).startsWith('class ')) return (given as { name?: unknown }).name;
  try {
    return (given as () => unknown)();
  } catch {
    return '[Unreadable]';
  }
}

function textOf(own: unknown): string | undefined {
  if (typeof own !== 'object' || own === null) return String(own);
  const { message } = own as { message?: unknown };
  return typeof message === 'string' ? message : undefined;
}

/** pino's habit: `{ err: error }`. */
function errorIn(own: unknown): Error | undefined {
  const { err } = (own ?? {}) as { err?: unknown };
  return isError(err) ? err : undefined;
}

/** A `message` among them is the line's own, and the writer leaves it out. */
function asFields(own: object): object {
  return isPlainObject(own) ? own : { value: own };
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
