/** A plain TCP conversation with a server: what tests say to it byte by byte, without its client. */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

export class Conversation {
  private heard = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => (this.heard = Buffer.concat([this.heard, chunk])));
  }

  static async with(url: string): Promise<Conversation> {
    const { hostname, port } = new URL(url);
    const socket = createConnection({ host: hostname, port: Number(port) });
    await once(socket, 'connect');
    return new Conversation(socket);
  }

  say(words: string | Uint8Array): void {
    this.socket.write(words);
  }

  /** The next part of what the server says, as soon as `isEnough` finds it complete. */
  async hear(isEnough: (heard: Buffer) => boolean): Promise<Buffer> {
    while (this.heard.length === 0 || !isEnough(this.heard)) {
      await once(this.socket, 'data', { signal: AbortSignal.timeout(10_000) });
    }
    const heard = this.heard;
    this.heard = Buffer.alloc(0);
    return heard;
  }

  end(): void {
    this.socket.destroy();
  }
}
