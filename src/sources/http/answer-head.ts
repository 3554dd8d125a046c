/**
 * The head of an answer at the moment it is written: our headers are added then, and where its body begins on the socket is
 * learnt. A header that is set before takes frameworks that hand all of them to `writeHead` off Node's fast path.
 */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { exchangeOn } from './http-exchange.js';

export type WriteHead = (this: ServerResponse, ...args: unknown[]) => ServerResponse;

/** Shadows `writeHead` of this one response; HTTP/2 writes most heads without it. Gives the method behind. */
export function watchHead(response: ServerResponse): WriteHead {
  const original = response.writeHead as WriteHead;
  response.writeHead = writeHead as never;
  return original;
}

/** Adds headers that are not there yet: what the application sets wins. */
export function addHeaders(response: ServerResponse, added: Readonly<Record<string, string>>): void {
  for (const name in added) if (!response.hasHeader(name)) response.setHeader(name, added[name]!);
}

/** One function for all responses: the exchange knows what is behind it. */
function writeHead(this: ServerResponse): ServerResponse {
  const exchange = exchangeOn(this)!;
  const original = exchange.writeHead!;
  const added = exchange.addedHeaders;
  // `arguments` as a whole goes nowhere but to `Reflect.apply`: then it is never made into an object.
  if (this.headersSent) return Reflect.apply(original, this, arguments);
  const args = added && argumentsWith(added, this, arguments[0], arguments[1], arguments[2]);
  const result = args === undefined ? Reflect.apply(original, this, arguments) : Reflect.apply(original, this, args);
  exchange.wroteHead();
  return result;
}

/** Where the application hands all headers over at once, ours join them; else they are set, and nothing is returned. */
function argumentsWith(
  added: Readonly<Record<string, string>>,
  response: ServerResponse,
  status: unknown,
  second: unknown,
  third: unknown,
): unknown[] | undefined {
  const hasReason = typeof second === 'string';
  const given = hasReason ? third : second;
  if (isPlain(given) && response.getHeaderNames().length === 0) {
    const headers = merged(added, given);
    return hasReason ? [status, second, headers] : [status, headers];
  }
  addHeaders(response, added);
  return undefined;
}

function isPlain(given: unknown): given is OutgoingHttpHeaders {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

/** A copy, since the application may use its object again. */
function merged(added: Readonly<Record<string, string>>, given: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const headers = { ...given };
  for (const name in added) if (!isAmong(given, name)) headers[name] = added[name];
  return headers;
}

/** Names of headers have no case. */
function isAmong(given: OutgoingHttpHeaders, name: string): boolean {
  for (const other in given) if (other.length === name.length && other.toLowerCase() === name) return true;
  return false;
}
