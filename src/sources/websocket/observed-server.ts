/** A WebSocket server of the application's own, outside Nest's gateways, known by its shape: that of the `ws` package. */
import { errorMonitor } from 'node:events';
import type { ClientConnections } from './client-connections.js';
import { endOf } from './close-reason.js';
import { connectionOf } from './gateway-connection.js';

/** A `WebSocketServer` of `ws`, or what behaves like one. */
export interface WebSocketServerLike {
  readonly clients?: Iterable<object>;
  /** As Node's event emitters have it. */
  prependListener(event: string, listener: Listener): unknown;
  /** As Node's event emitters have it. */
  off(event: string, listener: Listener): unknown;
}

interface Client {
  on(event: string | symbol, listener: Listener): unknown;
}

type Listener = (...args: unknown[]) => void;

/** Follows its clients, those that are there already too. Returns the undo, which does not keep it; nobody new is followed then. */
export function observeWebSocketServer(
  server: WebSocketServerLike,
  place: string,
  connections: ClientConnections,
): () => void {
  const follow = (client: unknown, request?: unknown): void =>
    followClient(client as Client, request, place, connections);
  for (const client of server.clients ?? []) follow(client);
  // Before the application's own listener, which may send at once.
  server.prependListener('connection', follow);
  const reference = new WeakRef(server);
  return () => void reference.deref()?.off('connection', follow);
}

/** A client of a gateway is followed already; one that a gateway meets later is left to it as far as messages go. */
function followClient(client: Client, request: unknown, place: string, connections: ClientConnections): void {
  if (connectionOf(client) !== undefined) return;
  const connection = connections.begin(place, client, request);
  client.on('message', () => connection.received());
  client.on(errorMonitor, (error: unknown) => connection.failedWith(error));
  client.on('close', (code: unknown) => connection.end(endOf(code)));
}
