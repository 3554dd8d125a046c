/** Follows `node:http` and `node:https` clients, and with them every library built on these. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { errorMonitor } from 'node:events';
import { ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { ClientRequests, hasHeaderLine } from './client-requests.js';
import { Connections, type Connection } from './connection.js';
import type { Followed, OutgoingCall, OutgoingCalls } from './outgoing-call.js';

export function followNodeHttp(calls: OutgoingCalls): Followed {
  const callOf = new WeakMap<ClientRequest, OutgoingCall>();
  const requests = new NodeRequests();
  const listeners = requestListeners(calls, callOf);
  const follow = (request: ClientRequest): void => {
    if (callOf.has(request)) return;
    const call = calls.begin(requests, request);
    if (call === undefined) return;
    callOf.set(request, call);
    listenTo(request, listeners);
  };
  const starts = hasCreatedChannel() ? [followChannel(CREATED, follow)] : followOlderNode(follow);
  const stopEnding = followChannel(ANSWERED, (request) => answered(callOf.get(request), request));
  return { stopBeginning: () => starts.forEach((stop) => stop()), stopEnding };
}

type Follow = (request: ClientRequest) => void;

/** Tells of a request while its headers can still be set: Node 22.12, 23.2 and later. */
const CREATED = 'http.client.request.created';
/** When the whole request has been handed to its socket. */
const FINISHED = 'http.client.request.start';
/** When the head of the answer has been read; a listener for `response` would keep unread answers from being discarded. */
const ANSWERED = 'http.client.response.finish';

function hasCreatedChannel(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 2) || (major === 22 && minor >= 12);
}

function followChannel(channel: string, follow: Follow): () => void {
  const onMessage = (message: unknown): void => follow((message as { request: ClientRequest }).request);
  subscribe(channel, onMessage);
  return () => unsubscribe(channel, onMessage);
}

/** Requests with headers as a flat list write them at once, past the wrapped method; the channel knows them a little later. */
function followOlderNode(follow: Follow): (() => void)[] {
  return [followHeaderWriting(follow), followChannel(FINISHED, follow)];
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

type Listener = (this: ClientRequest, value: unknown) => void;
type Listen = (call: OutgoingCall, request: ClientRequest, value: unknown) => void;
type Listeners = Readonly<Record<'socket' | 'timeout' | 'error' | 'close', Listener>>;

/** One set for all requests: each finds its call by `this`. */
function requestListeners(calls: OutgoingCalls, callOf: WeakMap<ClientRequest, OutgoingCall>): Listeners {
  const connections = new Connections<ClientSocket>();
  // A fault of ours must not surface in somebody's `emit`.
  const guarded = (listen: Listen): Listener =>
    function (value) {
      const call = callOf.get(this);
      try {
        if (call !== undefined) listen(call, this, value);
      } catch (error) {
        calls.failed(error);
      }
    };
  return {
    socket: guarded((call, request, socket) => entered(call, request, connections.of(socket as ClientSocket))),
    timeout: guarded((call) => call.timedOut()),
    error: guarded(failed),
    close: guarded(closed),
  };
}

/** By events that change nothing for the request: a listener for `error` or `response` would. */
function listenTo(request: ClientRequest, { socket, timeout, error, close }: Listeners): void {
  request.on('timeout', timeout).on(errorMonitor, error).on('close', close);
  // A request may have waited longer for its first byte than for its connection.
  if (request.socket) socket.call(request, request.socket);
  else request.on('socket', socket);
}

function entered(call: OutgoingCall, request: ClientRequest, connection: Connection<ClientSocket>): void {
  if (request.reusedSocket) connection.isUsed = true;
  const isReused = connection.isUsed;
  call.entered(connection);
  if (isReused) call.sent();
  else if (isOpening(connection.socket)) awaitOpening(call, connection.socket);
  // Agents of proxies hand over connections that are open already; how long these took is not known.
  else call.connected();
}

function awaitOpening(call: OutgoingCall, socket: ClientSocket): void {
  call.connecting();
  socket.once(socket.encrypted === true ? 'secureConnect' : 'connect', () => call.connected());
}

function answered(call: OutgoingCall | undefined, request: ClientRequest): void {
  const statusCode = responseOf(request)?.statusCode;
  if (statusCode !== undefined) call?.answered(statusCode);
}

type ClientSocket = Socket & { readonly encrypted?: boolean; readonly secureConnecting?: boolean };

function isOpening({ connecting, secureConnecting }: ClientSocket): boolean {
  return connecting || secureConnecting === true;
}

function failed(call: OutgoingCall, request: ClientRequest, error: unknown): void {
  call.sentHead(headOf(request).length);
  if (isOwnHangUp(request, error)) call.canceled(error);
  else call.failed(error);
}

/** Node reports `request.destroy()` with the error of a connection that broke; only there the socket has neither ended nor failed. */
function isOwnHangUp({ destroyed, socket }: ClientRequest, error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return destroyed && code === 'ECONNRESET' && message === 'socket hang up' && !isBroken(socket);
}

function isBroken(socket: Socket | null): boolean {
  return socket !== null && (socket.readableEnded || socket.errored != null);
}

function closed(call: OutgoingCall, request: SentRequest): void {
  const response = responseOf(request);
  call.sentHead(headOf(request).length);
  if (response?.statusCode === undefined) return call.canceled();
  call.answered(response.statusCode);
  if (response.upgrade === true) return call.handedOver();
  call.receivedHead(headBytesOf(response));
  if (response.complete) call.completed();
  else if (isBroken(request.socket)) call.failed(response.errored);
  else call.canceled();
}

/** What Node keeps on these objects beyond their types. */
const HEAD = '_header';
type SentRequest = ClientRequest & { readonly res?: Answer | null; readonly [HEAD]?: string | null };
type Answer = IncomingMessage & { readonly upgrade?: boolean | null };

function responseOf(request: SentRequest): Answer | undefined {
  return request.res ?? undefined;
}

/** The head as it was written; empty before that. */
function headOf(request: SentRequest): string {
  return request[HEAD] ?? '';
}

/** Of the head as servers write it: one space behind a colon. */
function headBytesOf({ statusMessage = '', rawHeaders }: IncomingMessage): number {
  let bytes = 'HTTP/1.1 200 \r\n\r\n'.length + statusMessage.length;
  for (const text of rawHeaders) bytes += text.length + 2;
  return bytes;
}

class NodeRequests extends ClientRequests<SentRequest> {
  methodOf(request: SentRequest): string {
    return request.method;
  }

  /** With the port unless it is the scheme's own. */
  originOf(request: SentRequest): string {
    const host = request.getHeader('host');
    return `${request.protocol}//${typeof host === 'string' ? host : request.host}`;
  }

  pathOf(request: SentRequest): string {
    return request.path;
  }

  socketPathOf({ socketPath }: SentRequest & { readonly socketPath?: string }): string | undefined {
    return socketPath;
  }

  /** Headers that were given as a flat list are written already. */
  hasHeader(request: SentRequest, name: string): boolean {
    return request.headersSent ? hasHeaderLine(headOf(request), name) : request.hasHeader(name);
  }

  protected addHeader(request: SentRequest, name: string, value: string): void {
    if (!request.headersSent) request.setHeader(name, value);
  }
}
