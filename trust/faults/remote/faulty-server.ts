/** A server on loopback that answers as badly as it is told, whatever it is asked. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What happens to one connection once the client has said something; what it begins ends with the socket. */
export interface RemoteFault {
  readonly name: string;
  readonly answer: (socket: Socket) => void;
  /** It says 200, and fails in what it adds. */
  readonly isAccepted?: true;
  /** What it adds is whole, and cannot be read. */
  readonly isUnreadable?: true;
  /** What it adds ends early, without an error of the connection. */
  readonly isCutShort?: true;
  /** Nobody listens at all. */
  readonly isGone?: true;
}

export class FaultyServer {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private fault: RemoteFault | undefined;
  private portNumber = 0;
  private askedCount = 0;

  get port(): number {
    return this.portNumber;
  }

  /** How often somebody said something since the fault began. */
  get asked(): number {
    return this.askedCount;
  }

  async become(fault: RemoteFault): Promise<void> {
    this.fault = fault;
    this.askedCount = 0;
    for (const socket of this.sockets) socket.destroy();
    if (fault.isGone === true) await this.stop();
    else await this.start();
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    for (const socket of this.sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }

  private async start(): Promise<void> {
    if (this.server !== undefined) return;
    this.server = createServer((socket) => this.accept(socket));
    await once(this.server.listen(this.portNumber, '127.0.0.1'), 'listening');
    this.portNumber = (this.server.address() as AddressInfo).port;
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
    socket.once('data', () => {
      this.askedCount++;
      this.fault?.answer(socket);
    });
  }
}
