/**
 * Questions, answers and notices between two processes or threads. Messages are plain objects under one key of ours, so that the
 * application's own messages on the same wire are neither taken nor disturbed. They say which side they are from: applications pass
 * messages of one worker on to all others, and ours must mean nothing there.
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

/** Members speak to the station where they belong, and it to them. */
export type Side = 'member' | 'station';

export interface PeerOptions {
  readonly wire: Wire;
  /** Which application is meant. */
  readonly key: string;
  /** Ours. */
  readonly side: Side;
  readonly listeners: Listeners;
}

interface Message {
  readonly nestjsObservability: string;
  readonly from: Side;
  readonly what: string;
  readonly body?: unknown;
  /** Of a question and of its answer. */
  readonly id?: number;
}

type Said = Omit<Message, 'nestjsObservability' | 'from'>;

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

  constructor(private readonly options: PeerOptions) {}

  tell(what: string, body?: unknown): void {
    this.send({ what, body });
  }

  /** Rejects when the other side fails or the peer is closed; how long to wait is the caller's to say. */
  ask<T>(what: string, body?: unknown): Promise<T> {
    const id = ++this.lastId;
    return new Promise<T>((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (body: unknown) => void, reject });
      this.send({ what, body, id });
    });
  }

  /** Takes what `keyOf` says is a message of ours. */
  receive(message: unknown): void {
    const { what, body, id } = message as Message;
    if (what === ANSWER || what === REFUSAL) this.settle(id!, what, body);
    else void this.answer(what, body, id);
  }

  flushed(): Promise<void> {
    return this.options.wire.flushed();
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
      const answer = await this.options.listeners[what]?.(body as never);
      if (id !== undefined) this.send({ what: ANSWER, body: answer, id });
    } catch (error) {
      if (id !== undefined) this.send({ what: REFUSAL, body: String(error), id });
    }
  }

  private send(message: Said): void {
    const { wire, key, side } = this.options;
    wire.send(messageOf(key, side, message));
  }
}

/** A message for those who are no peers yet. */
export function messageOf(key: string, from: Side, said: Said): object {
  return { nestjsObservability: key, from, ...said } satisfies Message;
}

/** Which application a message from that side is about; undefined for messages that are not ours. */
export function keyOf(message: unknown, from: Side): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { nestjsObservability: key, from: sender } = message as Partial<Message>;
  return typeof key === 'string' && sender === from ? key : undefined;
}
