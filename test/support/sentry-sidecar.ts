/** What a real ingest of Sentry makes of what it is sent: envelopes as Spotlight's sidecar has parsed them. */
import { join } from 'node:path';
import { eventually, Program } from './child-process.js';

export interface ReceivedEvent {
  readonly event_id: string;
  readonly level?: string;
  readonly transaction?: string;
  readonly release?: string;
  readonly environment?: string;
  readonly server_name?: string;
  readonly message?: string;
  readonly fingerprint?: string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly user?: Readonly<Record<string, unknown>>;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly contexts?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly breadcrumbs?: readonly Readonly<Record<string, unknown>>[];
  readonly exception?: { readonly values: readonly ReceivedException[] };
}

export interface ReceivedException {
  readonly type: string;
  readonly value: string;
  readonly mechanism: Readonly<Record<string, unknown>>;
  readonly stacktrace?: { readonly frames: readonly Readonly<Record<string, unknown>>[] };
}

interface ReceivedEnvelope {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly items: readonly (readonly [{ readonly type: string }, ReceivedEvent])[];
}

export class SentrySidecar {
  readonly envelopes: ReceivedEnvelope[] = [];
  private marks = 0;
  private readonly stopReading = new AbortController();

  private constructor(
    private readonly program: Program,
    private readonly port: number,
  ) {}

  static async start(): Promise<SentrySidecar> {
    const program = new Program(process.execPath, [join(__dirname, 'sentry-sidecar.program.mjs')]);
    const port = await eventually(async () => /^port (\d+)$/m.exec(program.output)?.[1]).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${program.output}`);
    });
    const sidecar = new SentrySidecar(program, Number(port));
    await sidecar.read();
    return sidecar;
  }

  get dsn(): string {
    return `http://key@127.0.0.1:${this.port}/1`;
  }

  /** Errors and messages, in the order of their arrival. */
  get events(): readonly ReceivedEvent[] {
    return this.envelopes.flatMap(({ items }) =>
      items.filter(([{ type }]) => type === 'event').map(([, event]) => event),
    );
  }

  /** Once there are so many. */
  async received(count = 1): Promise<readonly ReceivedEvent[]> {
    return eventually(async () => (this.events.length >= count ? this.events : undefined), 4000);
  }

  /** All that has been sent until now: what is sent last comes out last. */
  async all(): Promise<readonly ReceivedEvent[]> {
    const mark = `mark-${(this.marks += 1)}`;
    const isMark = ({ headers }: ReceivedEnvelope): boolean => headers['event_id'] === mark;
    const headers = { 'content-type': 'application/x-sentry-envelope' };
    await fetch(`http://127.0.0.1:${this.port}/stream`, { method: 'POST', headers, body: `{"event_id":"${mark}"}\n` });
    await eventually(async () => this.envelopes.find(isMark), 4000);
    return this.events;
  }

  /** Forgets all that has been sent until now. */
  async clear(): Promise<void> {
    await this.all();
    this.envelopes.length = 0;
  }

  async stop(): Promise<void> {
    this.stopReading.abort();
    await this.program.stop('SIGKILL');
  }

  /** Its stream of events, each the JSON of one envelope. */
  private async read(): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${this.port}/stream`, { signal: this.stopReading.signal });
    void this.follow(response.body!.pipeThrough(new TextDecoderStream())).catch(() => undefined);
  }

  private async follow(chunks: ReadableStream<string>): Promise<void> {
    let text = '';
    for await (const chunk of chunks) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) this.keep(block);
    }
  }

  private keep(block: string): void {
    const data = block.split('\n').filter((line) => line.startsWith('data: '));
    if (data.length === 0) return;
    const [headers, items] = JSON.parse(data.map((line) => line.slice(6)).join('\n')) as [
      ReceivedEnvelope['headers'],
      ReceivedEnvelope['items'],
    ];
    this.envelopes.push({ headers, items });
  }
}
