/** Follows `node:http` and `node:https` clients, and with them every library built on these. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { errorMonitor } from 'node:events';
import { ClientRequest, type IncomingMessage } from 'node:http';
import type { OutgoingCall, OutgoingRequest } from './outgoing-call.js';
import type { BeginCall } from './undici-calls.js';

/** Returns how to stop; calls under way are still followed to their end. */
export function followNodeHttp(begin: BeginCall): () => void {
  const follow = (request: ClientRequest): void => {
    // Headers that were given as a flat list are written already.
    if (request.headersSent) return;
    const call = begin(asOutgoing(request));
    if (call !== undefined) followToEnd(request, call);
  };
  return hasCreatedChannel() ? followChannel(follow) : followHeaderWriting(follow);
}

type Follow = (request: ClientRequest) => void;

const CREATED = 'http.client.request.created';

/** The channel that tells of a request while its headers can still be set: Node 22.12, 23.2 and later. */
function hasCreatedChannel(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 2) || (major === 22 && minor >= 12);
}

function followChannel(follow: Follow): () => void {
  const onCreated = (message: unknown): void => follow((message as { request: ClientRequest }).request);
  subscribe(CREATED, onCreated);
  return () => unsubscribe(CREATED, onCreated);
}

const WRITE_HEADERS = '_implicitHeader';
type HeaderWriter = Record<typeof WRITE_HEADERS, (this: ClientRequest) => void>;

/**
 * Older Nodes: the one method that every request goes through when its headers are written. Wrapping `http.request`
 * instead would miss whoever took the function before us.
 */
function followHeaderWriting(follow: Follow): () => void {
  const prototype = ClientRequest.prototype as unknown as HeaderWriter;
  const original = prototype[WRITE_HEADERS];
  let isFollowing = true;
  const followed = function (this: ClientRequest): void {
    if (isFollowing) follow(this);
    original.call(this);
  };
  prototype[WRITE_HEADERS] = followed;
  return () => {
    isFollowing = false;
    // Somebody who wrapped ours meanwhile keeps it, idle.
    if (prototype[WRITE_HEADERS] === followed) prototype[WRITE_HEADERS] = original;
  };
}

/** By `errorMonitor` and `close` only: a listener for `error` or `response` would change what the request does. */
function followToEnd(request: ClientRequest, call: OutgoingCall): void {
  request.once(errorMonitor, (error: unknown) => call.ended(error));
  request.once('close', () => {
    const response = (request as { res?: IncomingMessage | null }).res;
    if (response?.statusCode !== undefined) call.answered(response.statusCode);
    call.ended();
  });
}

function asOutgoing(request: ClientRequest): OutgoingRequest {
  return {
    method: request.method,
    origin: `${request.protocol}//${hostOf(request)}`,
    path: request.path,
    hasHeader: (name) => request.hasHeader(name),
    setHeader: (name, value) => void request.setHeader(name, value),
  };
}

/** With the port unless it is the scheme's own. */
function hostOf(request: ClientRequest): string {
  const host = request.getHeader('host');
  return typeof host === 'string' ? host : request.host;
}
