/** A client that sends bytes and keeps bytes: what a friendlier one would put right stays visible. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Writing {
  /** One character a byte. */
  readonly text: string;
  /** Sent once the answer so far contains this. */
  readonly after?: string;
}

export interface RawScript {
  readonly writings: readonly Writing[];
  /** Leaves, without a word, once the answer contains this. */
  readonly leavesAfter?: string;
  /** Leaves so long after the last writing, whatever was answered. */
  readonly leavesAfterMs?: number;
  /** Is content once the answer contains this; otherwise it waits for the server to close. */
  readonly until?: string;
}

export interface RawAnswer {
  /** One character a byte. */
  readonly text: string;
  readonly end: 'closed' | 'reset' | 'left' | 'content' | 'silent';
}

/** An answer that an application never gives is one as well. */
const MAX_SILENCE_MS = 4_000;

export async function exchangeRaw(port: number, script: RawScript): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  const conversation = new Conversation(socket, script);
  try {
    await once(socket, 'connect');
    return await conversation.held();
  } finally {
    socket.destroy();
  }
}

class Conversation {
  private text = '';
  private next = 0;
  private finish!: (end: RawAnswer['end']) => void;

  constructor(
    private readonly socket: Socket,
    private readonly script: RawScript,
  ) {}

  async held(): Promise<RawAnswer> {
    const { socket } = this;
    const ended = new Promise<RawAnswer['end']>((resolve) => (this.finish = resolve));
    socket.setEncoding('latin1').setTimeout(MAX_SILENCE_MS, () => this.finish('silent'));
    socket.on('data', (text: Buffer | string) => this.heard(String(text)));
    socket.once('end', () => this.finish('closed'));
    socket.once('error', () => this.finish('reset'));
    socket.once('close', () => this.finish('closed'));
    this.proceed();
    const end = await ended;
    return { text: this.text, end };
  }

  private heard(text: string): void {
    this.text += text;
    this.proceed();
  }

  private proceed(): void {
    const { writings, leavesAfter, leavesAfterMs, until } = this.script;
    for (let writing = writings[this.next]; writing !== undefined; writing = writings[this.next]) {
      if (writing.after !== undefined && !this.text.includes(writing.after)) return;
      this.next++;
      this.socket.write(writing.text, 'latin1');
    }
    if (leavesAfterMs !== undefined) setTimeout(() => this.socket.destroySoon(), leavesAfterMs);
    if (leavesAfter !== undefined && this.text.includes(leavesAfter)) this.finish('left');
    if (until !== undefined && this.text.includes(until)) this.finish('content');
  }
}
