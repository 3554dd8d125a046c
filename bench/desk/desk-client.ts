/** A user's HTTP client with one keep-alive connection. It insists on the status it was told to expect. */
import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { json } from 'node:stream/consumers';
import { once } from 'node:events';

export interface DeskAnswer {
  readonly id: string;
}

export interface DeskRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly headers: OutgoingHttpHeaders;
  readonly expectedStatus: number;
  /** The answer waits for the assistant, whose pretended thinking says nothing about the desk. */
  readonly isSlow?: true;
}

const TIMEOUT_MS = 10_000;

export class DeskClient {
  sent = 0;
  /** Of requests that are not slow by intention. */
  readonly latenciesMs: number[] = [];
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly port: number) {}

  /** @throws Error when the answer is another than expected, or does not come */
  async send(asked: DeskRequest): Promise<DeskAnswer> {
    const sentAtMs = performance.now();
    const response = await this.exchange(asked);
    const answer = await json(response);
    this.sent++;
    if (asked.isSlow !== true) this.latenciesMs.push(performance.now() - sentAtMs);
    if (response.statusCode === asked.expectedStatus) return answer as DeskAnswer;
    throw new Error(`${asked.method} ${asked.path} answered ${response.statusCode}: ${JSON.stringify(answer)}`);
  }

  close(): void {
    this.agent.destroy();
  }

  private async exchange({ method, path, body, headers }: DeskRequest): Promise<IncomingMessage> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const typed = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': text.length };
    const sending = request({
      agent: this.agent,
      host: '127.0.0.1',
      port: this.port,
      method,
      path,
      headers: { ...headers, ...typed },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    sending.end(text);
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    return response;
  }
}
