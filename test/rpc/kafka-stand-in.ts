/**
 * Kafka's broker is not to be had from Debian: this stands in for the package `kafkajs` as Nest uses it, with one partition per
 * topic, in memory. What goes through it has kafkajs' shapes: keys, values and headers arrive as bytes.
 */
import { EventEmitter } from 'node:events';

interface Message {
  readonly key?: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer>>;
}

type EachMessage = (payload: object) => Promise<void>;

const readers = new Map<string | RegExp, Set<EachMessage>>();

/** Every message that was sent, as the producer got it. */
export const sent: { readonly topic: string; readonly message: Message }[] = [];

class Consumer extends EventEmitter {
  readonly events = { CONNECT: 'c', DISCONNECT: 'd', REBALANCING: 'r', STOP: 's', CRASH: 'x', GROUP_JOIN: 'j' };
  private readonly topics: (string | RegExp)[] = [];

  async connect(): Promise<void> {}

  async subscribe({ topics }: { topics: (string | RegExp)[] }): Promise<void> {
    this.topics.push(...topics);
  }

  async run({ eachMessage }: { eachMessage: EachMessage }): Promise<void> {
    for (const topic of this.topics) readers.set(topic, (readers.get(topic) ?? new Set()).add(eachMessage));
    const memberAssignment = Object.fromEntries(this.topics.map((topic) => [String(topic), [0]]));
    this.emit(this.events.GROUP_JOIN, { payload: { memberAssignment } });
  }

  async disconnect(): Promise<void> {
    for (const topic of this.topics) readers.delete(topic);
  }
}

class Producer extends EventEmitter {
  readonly events = { CONNECT: 'c', DISCONNECT: 'd' };

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {}

  async send({ topic, messages }: { topic: string; messages: Message[] }): Promise<void> {
    for (const message of messages) {
      sent.push({ topic, message });
      for (const eachMessage of readersOf(topic)) setImmediate(() => void eachMessage(delivered(topic, message)));
    }
  }
}

export class Kafka {
  consumer(): Consumer {
    return new Consumer();
  }

  producer(): Producer {
    return new Producer();
  }
}

function readersOf(topic: string): EachMessage[] {
  const matching = [...readers].filter(([known]) => (known instanceof RegExp ? known.test(topic) : known === topic));
  return matching.flatMap(([, eachMessage]) => [...eachMessage]);
}

function delivered(topic: string, { key = null, value, headers = {} }: Message): object {
  const bytes = (part: string | Buffer | null) => (part === null ? null : Buffer.from(part));
  const received = Object.fromEntries(Object.entries(headers).map(([name, part]) => [name, bytes(part)]));
  return { topic, partition: 0, message: { key: bytes(key), value: bytes(value), headers: received } };
}
