/**
 * What is known of a socket: whether a call has used it before, and how many bytes its calls have moved. Counted by the socket
 * itself, so nothing is listened to, held back or consumed.
 */
import type { Attributes } from '../../kernel/index.js';

/** The part of `net.Socket` that is read; agents may hand over any stream instead. */
export interface ObservedSocket {
  readonly bytesRead?: number;
  readonly bytesWritten?: number;
  readonly alpnProtocol?: string | false | null;
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

export class Connections<S extends ObservedSocket> {
  private readonly known = new WeakMap<S, Connection<S>>();

  of(socket: S): Connection<S> {
    let connection = this.known.get(socket);
    if (connection === undefined) this.known.set(socket, (connection = new Connection(socket)));
    return connection;
  }
}

export class Connection<S extends ObservedSocket = ObservedSocket> {
  isUsed = false;
  /** Bytes of calls that share it at one time, by HTTP/2 or pipelining, cannot be told apart. */
  isShared: boolean;
  private callCount = 0;

  constructor(readonly socket: S) {
    this.isShared = socket.alpnProtocol === 'h2';
  }

  get bytesRead(): number {
    return this.socket.bytesRead ?? 0;
  }

  get bytesWritten(): number {
    return this.socket.bytesWritten ?? 0;
  }

  entered(): void {
    this.isUsed = true;
    this.callCount += 1;
    if (this.callCount > 1) this.isShared = true;
  }

  left(): void {
    this.callCount -= 1;
  }

  attributes(): Attributes {
    const { remoteAddress, remotePort } = this.socket;
    return { 'network.peer.address': remoteAddress, 'network.peer.port': remotePort };
  }
}
