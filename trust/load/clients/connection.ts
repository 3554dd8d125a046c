/** A client that speaks to its socket itself, and may go away at any point. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A server that says nothing for so long has lost the request. */
const SILENCE_MS = 30_000;

export class Connection {
  received = '';
  private readonly socket: Socket;
  private readonly closed: Promise<unknown>;
  private wake: () => void = () => undefined;

  private constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: false });
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.on('error', () => undefined);
    this.socket.on('data', (chunk: Buffer) => this.take(chunk));
    void this.closed.then(() => this.wake());
  }

  static async open(port: number): Promise<Connection> {
    const connection = new Connection(port);
    await once(connection.socket, 'connect');
    return connection;
  }

  get isClosed(): boolean {
    return this.socket.destroyed;
  }

  write(text: string): void {
    if (this.socket.writable) this.socket.write(text);
  }

  /**
   * Until so much has come.
   * @throws Error when the server closes the connection or is silent before that
   */
  async receives(isEnough: (text: string) => boolean): Promise<void> {
    const silence = setTimeout(() => this.socket.destroy(), SILENCE_MS);
    while (!isEnough(this.received) && !this.isClosed) await new Promise<void>((resolve) => (this.wake = resolve));
    clearTimeout(silence);
    if (!isEnough(this.received)) throw new Error(`closed after "${this.received.slice(0, 100)}"`);
  }

  /** Reads nothing for a while, so that the server has to wait. */
  pause(ms: number): Promise<void> {
    this.socket.pause();
    return new Promise((resolve) => setTimeout(() => (this.socket.resume(), resolve()), ms));
  }

  /** Goes away without a word: with the end of the stream, or by a reset. */
  async leave(isReset: boolean): Promise<void> {
    if (isReset) this.socket.resetAndDestroy();
    else this.socket.destroy();
    await this.closed;
  }

  private take(chunk: Buffer): void {
    this.received += chunk.toString('latin1');
    this.wake();
  }
}
