/**
 * What stands behind an event stream where the application streams a topic of the SSE instrument: the name that the stream is
 * counted under, and what waits there for this one client because it reads slowly.
 */
import type { ServerResponse } from 'node:http';
import { currentOperation, entryOf } from '../../kernel/index.js';
import { HttpExchange } from '../http/http-exchange.js';

export interface StreamFeed {
  readonly name: string;
  readonly waitingBytes: number;
}

const feeds = new WeakMap<ServerResponse, StreamFeed>();

/** Of several topics in one response the first one names it. */
export function feedStream(response: ServerResponse, feed: StreamFeed): void {
  if (!feeds.has(response)) feeds.set(response, feed);
}

export function feedOf(response: ServerResponse): StreamFeed | undefined {
  return feeds.get(response);
}

/** That of the request which is being handled; undefined outside one, and where nobody asks which request is current. */
export function responseHere(): ServerResponse | undefined {
  const current = currentOperation();
  const subject = current === undefined ? undefined : entryOf(current).subject;
  return subject instanceof HttpExchange ? subject.response : undefined;
}
