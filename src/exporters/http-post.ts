/** One POST over HTTP or HTTPS, within one time limit for all of it. Redirects are not followed: a receiver is who it was said to be. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { DeliveryError } from './delivery-error.js';

export interface PostRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Name look-up, connection, TLS and the whole answer together, in milliseconds. */
  readonly timeoutMs: number;
  readonly agent: HttpAgent;
}

export interface PostAnswer {
  readonly status: number;
  /** What `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Its beginning, where it is long. */
  readonly body: Buffer;
}

const MAX_ANSWER_BYTES = 65_536;
/** One request is under way at a time; a second connection may still be closing. */
const MAX_SOCKETS = 2;

/** Keeps the connection from one request to the next; `destroy` cuts off what is under way. */
export function agentFor(url: URL): HttpAgent {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS };
  return url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
}

/** @throws DeliveryError when there is no answer, always worth another try */
export async function post({ url, headers, body, timeoutMs, agent }: PostRequest): Promise<PostAnswer> {
  const { promise, resolve, reject } = outcome<PostAnswer>();
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const sized = { ...headers, 'content-length': String(body.length) };
  const request = send(url, { method: 'POST', headers: sized, agent }, (answer) => {
    readAnswer(answer).then(resolve, reject);
  });
  const timer = setTimeout(() => {
    reject(tooLate(timeoutMs));
    request.destroy();
  }, timeoutMs).unref();
  request.on('error', reject);
  request.end(body);
  try {
    return await promise;
  } catch (error) {
    throw error instanceof DeliveryError ? error : new DeliveryError(messageOf(error), { isTransient: true });
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(timeoutMs: number): DeliveryError {
  return new DeliveryError(`no answer within ${timeoutMs} ms`, { isTransient: true, reason: 'export_timeout' });
}

async function readAnswer(answer: IncomingMessage): Promise<PostAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop closes the connection, so that an answer without end costs nothing.
    if (size >= MAX_ANSWER_BYTES) break;
  }
  const retryAfterMs = readRetryAfter(answer.headers['retry-after']);
  return { status: answer.statusCode ?? 0, retryAfterMs, body: Buffer.concat(chunks) };
}

// The three dates of HTTP. `Date.parse` takes much more, `60s`, `2027:` and a year 0027 among it, and gives years of waiting for it.
const HTTP_DATE =
  /^(?:[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} [1-9]\d{3} \d\d:\d\d:\d\d GMT|[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [1-9]\d{3})$/;

/** Seconds, or a date (RFC 9110, 10.2.3); undefined for what is neither. */
export function readRetryAfter(text: string | undefined, nowMs = Date.now()): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return undefined;
  // The oldest form says no zone, and means the same one.
  const waitMs = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}

function messageOf(error: unknown): string {
  // An attempt at several addresses fails with an AggregateError, whose own message is empty.
  const { message, code } = error as NodeJS.ErrnoException;
  return message || code || String(error);
}

function outcome<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
}
