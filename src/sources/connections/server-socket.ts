/**
 * A socket of the application's HTTP server, counted once from its acceptance to its close. What speaks a protocol of its own on
 * it, such as a gateway after an upgrade, knows better how it ended and says so here instead of counting it again.
 */
import type { Socket } from 'node:net';
import { endByError, type ConnectionCounts, type ConnectionEnd, type CountedConnection } from './connection-counts.js';

const serverSockets = new WeakMap<object, ServerSocket>();

/** Undefined when its server is not observed; known also after its close, for who speaks on several sockets in turn. */
export function serverSocketOf(socket: object | null | undefined): ServerSocket | undefined {
  return socket == null ? undefined : serverSockets.get(socket);
}

export class ServerSocket {
  private readonly counted: CountedConnection;
  private readonly clients = new Set<object>();
  private told: ConnectionEnd | undefined;
  private seen: ConnectionEnd | undefined;

  constructor(
    private readonly socket: Socket,
    counts: ConnectionCounts,
    private readonly onEnd: (socket: ServerSocket) => void,
  ) {
    this.counted = counts.begin();
    serverSockets.set(socket, this);
    socket.on('close', this.closed);
  }

  /** Somebody who will tell how it ended; several may share it, and of them an error outweighs a goodbye. */
  join(): CountedConnection {
    const client: CountedConnection = {
      end: (end) => {
        if (this.told === undefined || end.outcome === 'error') this.told = end;
        this.clients.delete(client);
        this.endIfOver();
      },
    };
    this.clients.add(client);
    return client;
  }

  /** It is over for us, though it may still be open. */
  release(): void {
    this.seen ??= { outcome: 'canceled' };
    this.clients.clear();
    this.endIfOver();
  }

  private readonly closed = (): void => {
    const { errored } = this.socket;
    this.seen = errored == null ? { outcome: 'ok' } : endByError(errored);
    this.endIfOver();
  };

  /** Libraries hear of the close after us, and what they have to tell of it is waited for. */
  private endIfOver(): void {
    if (this.seen === undefined || this.clients.size > 0) return;
    this.socket.off('close', this.closed);
    this.counted.end(this.told ?? this.seen);
    this.onEnd(this);
  }
}
