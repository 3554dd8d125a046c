/** A client of server-sent events over a real socket, which a test can cut, slow down and let come back. */
import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly data: string;
}

export class EventSourceClient {
  readonly events: ReceivedEvent[] = [];
  private text = '';

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8').on('data', (chunk: string) => this.read(chunk));
    response.on('error', () => undefined);
  }

  /** Resolves with the head. */
  static open(url: string, lastEventId?: string, more: OutgoingHttpHeaders = {}): Promise<EventSourceClient> {
    const resumed = lastEventId !== undefined && { 'last-event-id': lastEventId };
    const headers = { accept: 'text/event-stream', ...resumed, ...more };
    return new Promise((resolve, reject) => {
      const request = httpRequest(url, { agent: false, headers }, (response) =>
        resolve(new EventSourceClient(response)),
      );
      request.on('error', reject).end();
    });
  }

  get status(): number {
    return this.response.statusCode!;
  }

  get headers(): IncomingHttpHeaders {
    return this.response.headers;
  }

  get isClosed(): boolean {
    return this.response.closed;
  }

  get lastEventId(): string | undefined {
    return this.events.at(-1)?.id;
  }

  get data(): string[] {
    return this.events.map(({ data }) => data);
  }

  async received(count: number): Promise<void> {
    for (let round = 0; this.events.length < count; round++) {
      if (round > 500) throw new Error(`${this.events.length} of ${count} events came: ${this.data.join()}`);
      await wait(10);
    }
  }

  pause(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  /** Goes away without a word. */
  cut(): void {
    this.response.destroy();
  }

  private read(chunk: string): void {
    this.text += chunk;
    const blocks = this.text.split('\n\n');
    this.text = blocks.pop()!;
    for (const block of blocks) this.readBlock(block.split('\n'));
  }

  private readBlock(lines: readonly string[]): void {
    const field = (name: string) =>
      lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
    const data = field('data');
    if (data.length > 0) this.events.push({ id: field('id')[0], type: field('event')[0], data: data.join('\n') });
  }
}
