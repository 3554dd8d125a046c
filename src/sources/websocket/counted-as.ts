/**
 * As what a gateway's client is counted among all connections. Connections are sockets: where the server's are observed, a client
 * tells its own how it ended; one that polls has none of its own, and only a gateway on another server counts its clients.
 */
import type { IncomingMessage } from 'node:http';
import type { ConnectionCounts, CountedConnection } from '../connections/connection-counts.js';
import { serverSocketOf } from '../connections/server-socket.js';

const NOT_COUNTED: CountedConnection = { end: () => undefined };

export function countedAs(
  handshake: (IncomingMessage & { readonly upgrade?: boolean }) | undefined,
  counts: () => ConnectionCounts,
): CountedConnection {
  const socket = serverSocketOf(handshake?.socket);
  if (socket === undefined) return counts().begin();
  return handshake?.upgrade === true ? socket.join() : NOT_COUNTED;
}
