/**
 * Told to listen on `localhost`, which is also its default, Fastify opens a server of its own for each further address of
 * that name, and tells nobody. Half of a developer's requests would pass us by. Such a twin shows itself with its first
 * connection: it calls the very listener that the known server calls.
 * @see https://fastify.dev/docs/latest/Reference/Server/#listen
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';

/** Published by Node once per accepted connection. */
const CONNECTION_CHANNEL = 'net.server.socket';

/** Tells each twin once, before its first request, with the socket that has just come. Returns the end of it. */
export function followTwins(server: EventEmitter, found: (twin: EventEmitter, first: Socket) => void): () => void {
  const shared = new Set(server.listeners('request'));
  const seen = new WeakSet<object>([server]);
  const onConnection = (message: unknown): void => {
    const { socket } = message as { socket: Socket & { readonly server?: EventEmitter } };
    const { server: other } = socket;
    if (other === undefined || seen.has(other)) return;
    seen.add(other);
    if (other.listeners('request').some((listener) => shared.has(listener))) found(other, socket);
  };
  subscribe(CONNECTION_CHANNEL, onConnection);
  return () => unsubscribe(CONNECTION_CHANNEL, onConnection);
}
