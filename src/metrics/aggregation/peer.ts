/**
 * Questions, answers and notices between two processes or threads. Messages are plain objects under one key of ours, so that the
 * application's own messages on the same wire are neither taken nor disturbed.
 */
export interface Wire {
  /** Never throws: who is gone hears nothing. */
  send(message: object): void;
  /** Fulfilled when what was sent so far has left this process. */
  flushed(): Promise<void>;
}

/** On which this side is spoken to. */
export interface ListeningWire extends Wire {
  /** Returns the undo. */
  listen(receive: (message: unknown) => void): () => void;
}

export type Listeners = Readonly<Record<string, (body: never) => unknown>>;

interface Message {
  readonly nestjsObservability: string;
  readonly what: string;
  readonly body?: unknown;
  /** Of a question and of its answer. */
  readonly id?: number;
}

/** Stands for every application. */
export const EVERYBODY = '*';

const ANSWER = 'answer';
const REFUSAL = 'refusal';

interface Pending {
  resolve(body: unknown): void;
  reject(error: Error): void;
}

export class Peer {
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;

  constructor(
    private readonly wire: Wire,
    /** Which application is meant. */
    private readonly key: string,
    private readonly listeners: Listeners,
  ) {}

  tell(what: string, body?: unknown): void {
    this.send({ nestjsObservability: this.key, what, body });
  }

  /** Rejects when the other side fails or the peer is closed; how long to wait is the caller's to say. */
  ask<T>(what: string, body?: unknown): Promise<T> {
    const id = ++this.lastId;
    return new Promise<T>((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (body: unknown) => void, reject });
      this.send({ nestjsObservability: this.key, what, body, id });
    });
  }

  /** Takes what `keyOf` says is a message of ours. */
  receive(message: unknown): void {
    const { what, body, id } = message as Message;
    if (what === ANSWER || what === REFUSAL) this.settle(id!, what, body);
    else void this.answer(what, body, id);
  }

  flushed(): Promise<void> {
    return this.wire.flushed();
  }

  close(): void {
    for (const { reject } of this.pending.values()) reject(new Error('it is gone'));
    this.pending.clear();
  }

  private settle(id: number, what: string, body: unknown): void {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (what === ANSWER) pending?.resolve(body);
    else pending?.reject(new Error(String(body)));
  }

  private async answer(what: string, body: unknown, id: number | undefined): Promise<void> {
    try {
      const answer = await this.listeners[what]?.(body as never);
      if (id !== undefined) this.send({ nestjsObservability: this.key, what: ANSWER, body: answer, id });
    } catch (error) {
      if (id !== undefined) this.send({ nestjsObservability: this.key, what: REFUSAL, body: String(error), id });
    }
  }

  private send(message: Message): void {
    this.wire.send(message);
  }
}

/** Which application a message is about; undefined for messages that are not ours. */
export function keyOf(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { nestjsObservability: key } = message as Partial<Message>;
  return typeof key === 'string' ? key : undefined;
}
