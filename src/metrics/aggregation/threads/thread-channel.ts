/** A channel between threads of one process, by name. It keeps nothing alive. */
import { BroadcastChannel } from 'node:worker_threads';
import type { ListeningWire } from '../talking/peer.js';

export class ThreadChannel implements ListeningWire {
  private readonly channel: BroadcastChannel;
  private isClosed = false;

  constructor(...name: readonly string[]) {
    this.channel = new BroadcastChannel(['nestjs-observability', ...name].join('/'));
    this.channel.unref();
  }

  send(message: object): void {
    if (this.isClosed) return;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
    this.channel.postMessage(message);
  }

  /** What was sent is with the others. */
  async flushed(): Promise<void> {}

  /** One listener at a time. */
  listen(receive: (message: unknown) => void): () => void {
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the types of Node know nothing else
    this.channel.onmessage = ({ data }: { readonly data: unknown }) => receive(data);
    return () => this.close();
  }

  close(): void {
    this.isClosed = true;
    this.channel.close();
  }
}
