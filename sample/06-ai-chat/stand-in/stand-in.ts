/**
 * Stands in for a provider of models: a server on loopback that speaks as much of OpenAI's API as the chat uses, so that the
 * client is the real one and everything between goes over a real socket.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { reply, type ChatRequest, type Reply } from './script.js';

const thinkingMs = 120;
const wordMs = 25;

export class StandIn {
  private server: Server | undefined;

  /** @returns its base URL */
  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      // A client that leaves in the middle of an answer is none of its business.
      this.serve(request, response).catch(() => response.destroy());
    });
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/v1/models') return send(response, 200, { object: 'list', data: [] });
    const asked = JSON.parse(await textOf(request)) as ChatRequest;
    const attempt = Number(request.headers['x-stainless-retry-count'] ?? 0);
    await setTimeout(thinkingMs);
    const answer = reply(asked, attempt);
    if ('status' in answer) send(response, answer.status, { error: { message: answer.message } });
    else await stream(response, asked.model, answer);
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '50' }).end(JSON.stringify(body));
}

async function stream(
  response: ServerResponse,
  model: string,
  answer: Exclude<Reply, { status: number }>,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const chunk = { id: `chatcmpl-${Date.now()}`, object: 'chat.completion.chunk', created: 0, model };
  const tell = (more: object) => response.write(`data: ${JSON.stringify({ ...chunk, ...more })}\n\n`);
  for (const delta of answer.deltas) {
    tell({ choices: [{ index: 0, delta, finish_reason: null }] });
    await setTimeout(wordMs);
  }
  tell({ choices: [{ index: 0, delta: {}, finish_reason: answer.finishReason }] });
  tell({ choices: [], usage: answer.usage });
  response.end('data: [DONE]\n\n');
}
