/** A proxy between an application and a server, which can be told to refuse, to hang, and to be as before. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private isHanging = false;

  private constructor(
    private readonly target: { readonly host: string; readonly port: number },
    private port: number,
  ) {}

  static async before(url: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(url);
    const proxy = new TcpProxy({ host: hostname, port: Number(port) }, 0);
    await proxy.listen();
    return proxy;
  }

  /** The same URL, by way of the proxy. */
  urlOf(url: string): string {
    return url.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${this.port}`);
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  /** Connections that are open at this moment. */
  get connections(): number {
    return this.sockets.size / 2;
  }

  /** As if the server was stopped. */
  async refuse(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.close();
    for (const socket of this.sockets) socket.destroy();
    if (server?.listening === true) await once(server, 'close');
  }

  /** As if the server was stopped in its tracks: everything is accepted and nothing comes back. */
  hang(): void {
    this.isHanging = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** What was held back goes on. */
  async restore(): Promise<void> {
    this.isHanging = false;
    for (const socket of this.sockets) socket.resume();
    if (this.server === undefined) await this.listen();
  }

  private async listen(): Promise<void> {
    this.server = createServer((client) => this.join(client, connect(this.target)));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  private join(client: Socket, server: Socket): void {
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => undefined);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (this.isHanging) from.pause();
    }
  }
}
