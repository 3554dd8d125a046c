/** Follows `fetch` and undici, Node's own and any installed copy, through their diagnostics channels: nothing is wrapped. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { context } from '@opentelemetry/api';
import { ClientRequests, hasHeaderLine } from './client-requests.js';
import { Connections, type Connection, type ObservedSocket } from './connection.js';
import type { Followed, OutgoingCall, OutgoingCalls } from './outgoing-call.js';

/** Undici's own request object, as its channels publish it. */
interface UndiciRequest {
  readonly method: string;
  readonly origin: string | URL;
  readonly path: string;
  /** A flat list of names and values; one text block in the oldest versions. */
  readonly headers: string | readonly (string | readonly string[])[];
  readonly upgrade?: string | null;
  readonly contentLength?: number | null;
  readonly body?: unknown;
  addHeader(name: string, value: string): unknown;
  onUpgrade?: Upgraded;
  onRequestUpgrade?: Upgraded;
}

type Upgraded = (this: UndiciRequest, statusCode: number, ...rest: unknown[]) => unknown;

interface Published {
  readonly request: UndiciRequest;
  readonly response: UndiciResponse;
  readonly error: unknown;
  readonly socket: ObservedSocket;
  /** The text of the head, but for the lines that depend on the body. */
  readonly headers: string;
  readonly connector: object;
}

interface UndiciResponse {
  readonly statusCode: number;
  readonly statusText?: string;
  readonly headers: readonly Uint8Array[] | Readonly<Record<string, unknown>>;
}

type Follow = (published: Published) => void;

export function followUndici(calls: OutgoingCalls): Followed {
  const callOf = new WeakMap<UndiciRequest, OutgoingCall>();
  return {
    stopBeginning: followAll({ ...beginFollowers(calls, callOf), ...connectFollowers(calls) }, calls),
    stopEnding: followAll(endFollowers(callOf), calls),
  };
}

function followAll(followers: Readonly<Record<string, Follow>>, calls: OutgoingCalls): () => void {
  const stops = Object.entries(followers).map(([channel, follow]) => followChannel(`undici:${channel}`, follow, calls));
  return () => stops.forEach((stop) => stop());
}

/** A subscriber that throws would be an uncaught exception of the application's. */
function followChannel(channel: string, follow: Follow, calls: OutgoingCalls): () => void {
  const onMessage = (message: unknown): void => {
    try {
      follow(message as Published);
    } catch (error) {
      calls.failed(error);
    }
  };
  subscribe(channel, onMessage);
  return () => unsubscribe(channel, onMessage);
}

type CallOf = WeakMap<UndiciRequest, OutgoingCall>;

function beginFollowers(calls: OutgoingCalls, callOf: CallOf): Record<string, Follow> {
  const requests = new UndiciRequests();
  return {
    'request:create': ({ request }) => {
      const call = calls.begin(requests, request);
      if (call === undefined) return;
      callOf.set(request, call);
      if (mayHandOver(request)) followUpgrade(request, call);
    },
  };
}

function endFollowers(callOf: CallOf): Record<string, Follow> {
  const connections = new Connections();
  return {
    'client:sendHeaders': ({ request, socket, headers }) => {
      const call = callOf.get(request);
      if (call !== undefined) sent(call, request, connections.of(socket), headers);
    },
    'request:headers': ({ request, response }) => {
      const call = callOf.get(request);
      if (call !== undefined) answered(call, request, response);
    },
    'request:trailers': ({ request }) => callOf.get(request)?.completed(),
    'request:error': ({ request, error }) => callOf.get(request)?.failed(error),
  };
}

function sent(call: OutgoingCall, request: UndiciRequest, connection: Connection, head: string): void {
  call.entered(connection);
  call.sent();
  call.sentHead(head.length + CHUNKED_LINE_BYTES, declaredBodyBytes(request));
}

function answered(call: OutgoingCall, request: UndiciRequest, response: UndiciResponse): void {
  call.answered(response.statusCode);
  if (mayHandOver(request) && response.statusCode < 300) call.handedOver();
  else call.receivedHead(headBytesOf(response));
}

function mayHandOver({ upgrade, method }: UndiciRequest): boolean {
  return upgrade != null || method === 'CONNECT';
}

/** What a request is told when its connection was upgraded; most versions of undici tell no channel. */
const UPGRADED = ['onUpgrade', 'onRequestUpgrade'] as const;

function followUpgrade(request: UndiciRequest, call: OutgoingCall): void {
  for (const name of UPGRADED) {
    const original = request[name];
    if (typeof original !== 'function') continue;
    request[name] = function (this: UndiciRequest, statusCode, ...rest) {
      call.answered(statusCode);
      call.handedOver();
      return original.call(this, statusCode, ...rest);
    };
  }
}

/** The published head lacks the line about the body; where the body's size is not declared it is this one. */
const CHUNKED_LINE_BYTES = 'transfer-encoding: chunked\r\n'.length;

/** Undefined for streams. */
function declaredBodyBytes({ contentLength, body }: UndiciRequest): number | undefined {
  return contentLength ?? (body == null ? 0 : (body as { byteLength?: number }).byteLength);
}

/** Of the head as servers write it: one space behind a colon. HTTP/2 gives an object, and has a head of another form. */
function headBytesOf({ statusText = '', headers }: UndiciResponse): number {
  let bytes = 'HTTP/1.1 200 \r\n\r\n'.length + statusText.length;
  if (Array.isArray(headers)) for (const text of headers as readonly Uint8Array[]) bytes += text.length + 2;
  return bytes;
}

/**
 * Connections belong to a pool, not to a call. Those that one pool opens at the same time are matched in the order in which
 * they began: their sum is exact, each alone is not.
 */
function connectFollowers(calls: OutgoingCalls): Record<string, Follow> {
  const begun = new WeakMap<object, number[]>();
  const { clock } = calls.pipeline;
  return {
    'client:beforeConnect': ({ connector }) => {
      if (!begun.has(connector)) begun.set(connector, []);
      begun.get(connector)!.push(clock.now());
    },
    'client:connected': ({ connector }) => {
      const beganAtMs = begun.get(connector)?.shift();
      const seconds = beganAtMs === undefined ? undefined : (clock.now() - beganAtMs) / 1000;
      if (calls.isOurs(context.active())) calls.transport.opened(seconds);
    },
    'client:connectError': ({ connector }) => void begun.get(connector)?.shift(),
  };
}

class UndiciRequests extends ClientRequests<UndiciRequest> {
  methodOf(request: UndiciRequest): string {
    return request.method;
  }

  originOf(request: UndiciRequest): string {
    return String(request.origin);
  }

  pathOf(request: UndiciRequest): string {
    return request.path;
  }

  /** Known to the connector alone. */
  socketPathOf(): undefined {
    return undefined;
  }

  hasHeader({ headers }: UndiciRequest, name: string): boolean {
    if (typeof headers === 'string') return hasHeaderLine(headers, name);
    for (let index = 0; index < headers.length; index += 2) {
      const known = headers[index];
      if (known === name || String(known).toLowerCase() === name) return true;
    }
    return false;
  }

  protected addHeader(request: UndiciRequest, name: string, value: string): void {
    request.addHeader(name, value);
  }
}
