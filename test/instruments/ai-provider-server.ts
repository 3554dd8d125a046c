/** A real server that speaks the wire formats of model providers, with answers that the tests write. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type Respond = (response: ServerResponse, request: ReceivedRequest) => unknown;

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

export class AiProviderServer {
  readonly requests: ReceivedRequest[] = [];
  /** Clients that went away before their answer was complete. */
  abortedCount = 0;
  respond: Respond = (response) => response.writeHead(404).end();
  private readonly server: Server = createServer((request, response) => void this.receive(request, response));

  static async start(): Promise<AiProviderServer> {
    const started = new AiProviderServer();
    await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.once('close', () => (this.abortedCount += response.writableFinished ? 0 : 1));
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const received = { path: request.url!, headers: request.headers, body };
    this.requests.push(received);
    await this.respond(response, received);
  }
}

export function json(body: unknown, status = 200): Respond {
  return (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req-1' })
      .end(JSON.stringify(body));
}

export interface StreamManner {
  /** Between events. */
  readonly pauseMs?: number;
  /** After the last event: it ends, the connection breaks, or nothing more comes. */
  readonly end?: 'complete' | 'broken' | 'hanging';
  /** Whether events carry their type as their name. */
  readonly named?: boolean;
}

/** Of a chat completion: of its prompt 400 tokens were cached. */
export const usage = {
  prompt_tokens: 1000,
  completion_tokens: 200,
  total_tokens: 1200,
  prompt_tokens_details: { cached_tokens: 400 },
  completion_tokens_details: { reasoning_tokens: 50 },
};

/** Server-sent events; what is a string is sent as it is. */
export function stream(
  events: readonly unknown[],
  { pauseMs = 2, end = 'complete', named = false }: StreamManner = {},
): Respond {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req-1' });
    for (const event of events) {
      response.write(framed(event, named));
      await wait(pauseMs);
    }
    if (end === 'complete') response.end();
    if (end === 'broken') response.destroy();
  };
}

function framed(event: unknown, named: boolean): string {
  const data = typeof event === 'string' ? event : JSON.stringify(event);
  return named ? `event: ${(event as { type: string }).type}\ndata: ${data}\n\n` : `data: ${data}\n\n`;
}
