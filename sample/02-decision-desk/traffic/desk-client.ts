/** A user's HTTP client. A refusal is an answer like any other here, so only a broken connection throws. */
import type { Pacer } from './pacer.js';

/** The thing that was asked for or made; without an id when the desk refused. */
export interface Answer {
  readonly id?: string;
}

interface Visitor {
  readonly 'x-user-id'?: string;
  readonly 'x-session-id'?: string;
}

const timeoutMs = 10_000;

export class DeskClient {
  constructor(
    private readonly baseUrl: string,
    private readonly pacer: Pacer,
    private readonly visitor: Visitor = {},
  ) {}

  as(userId: string): DeskClient {
    return new DeskClient(this.baseUrl, this.pacer, { ...this.visitor, 'x-user-id': userId });
  }

  inSession(sessionId: string): DeskClient {
    return new DeskClient(this.baseUrl, this.pacer, { ...this.visitor, 'x-session-id': sessionId });
  }

  get sessionId(): string | undefined {
    return this.visitor['x-session-id'];
  }

  anonymous(): DeskClient {
    return new DeskClient(this.baseUrl, this.pacer);
  }

  /** The headers that say who this is, for connections that are not requests. */
  get identity(): Readonly<Record<string, string>> {
    return { ...this.visitor };
  }

  /** Opens an event stream; the caller reads or cuts it. */
  async stream(path: string, lastEventId?: string): Promise<Response> {
    await this.pacer.turn();
    const headers = { ...this.visitor, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
    return fetch(this.baseUrl + path, { headers });
  }

  /** A WebSocket's address on the same desk. */
  socketUrl(path: string): string {
    return this.baseUrl.replace(/^http/, 'ws') + path;
  }

  get(path: string): Promise<Answer> {
    return this.send(path, { method: 'GET', headers: { ...this.visitor } });
  }

  post(path: string, body: object = {}): Promise<Answer> {
    const headers = { ...this.visitor, 'content-type': 'application/json' };
    return this.send(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  private async send(path: string, request: RequestInit): Promise<Answer> {
    await this.pacer.turn();
    const response = await fetch(this.baseUrl + path, { ...request, signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    return text === '' ? {} : (JSON.parse(text) as Answer);
  }
}
