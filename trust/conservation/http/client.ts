/** A client with connections of its own, which it counts; it sees what came, and how long it took from without. */
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly bytes: number;
  /** From before the request was sent until a turn of the loop after its last byte came. */
  readonly elapsedMs: number;
}

export class Client {
  private readonly agent: Agent;
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly port: number,
    maxConnections: number,
    /** Told of each connection when it is there, and when it is gone. */
    private readonly told: { readonly opened: () => void; readonly closed: (lastedMs: number) => void },
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: maxConnections, maxFreeSockets: maxConnections });
  }

  async ask(call: Call): Promise<Answer> {
    const startedAtMs = performance.now();
    const response = await this.answerTo(call);
    let bytes = 0;
    for await (const chunk of response) bytes += (chunk as Buffer).length;
    await nextTurn();
    return { status: response.statusCode!, bytes, elapsedMs: performance.now() - startedAtMs };
  }

  /** Sends a request and gives what takes it back: the client leaves before it has its answer. */
  askInVain(call: Call): () => void {
    const asked = this.begin(call).on('error', () => undefined);
    return () => void asked.destroy();
  }

  async close(): Promise<void> {
    const gone = [...this.sockets].map((socket) => once(socket, 'close'));
    this.agent.destroy();
    await Promise.all(gone);
  }

  private async answerTo(call: Call): Promise<IncomingMessage> {
    const asked = this.begin(call);
    try {
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      return response;
    } catch (error) {
      // Node lets go of an idle connection just when it is used again: the request has reached nobody (see `request.reusedSocket`).
      if (!asked.reusedSocket || (error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
      return this.answerTo(call);
    }
  }

  private begin({ method, path, body }: Call): ReturnType<typeof request> {
    const headers =
      body === undefined ? {} : { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) };
    const asked = request({ host: '127.0.0.1', port: this.port, agent: this.agent, method, path, headers });
    asked.once('socket', (socket) => this.follow(socket));
    return asked.end(body);
  }

  private follow(socket: Socket): void {
    if (this.sockets.has(socket)) return;
    this.sockets.add(socket);
    const startedAtMs = performance.now();
    const { opened, closed } = this.told;
    socket.once('connect', opened);
    socket.once('close', () => {
      this.sockets.delete(socket);
      closed(performance.now() - startedAtMs);
    });
  }
}
