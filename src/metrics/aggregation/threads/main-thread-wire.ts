/**
 * The wire from a worker thread to its main thread. A thread introduces itself on a channel that all of a process share, and is then
 * spoken to on one of its own: its `parentPort` belongs to the application.
 */
import type { ListeningWire } from '../talking/peer.js';
import { ThreadChannel } from './thread-channel.js';

let memberCount = 0;

/** A thread may run several applications. */
export function memberIdOf(threadId: number): string {
  return `${threadId}.${++memberCount}`;
}

export class MainThreadWire implements ListeningWire {
  private readonly common: ThreadChannel;
  private readonly own: ThreadChannel;

  constructor(key: string, memberId: string) {
    this.common = new ThreadChannel(key);
    this.own = new ThreadChannel(key, memberId);
  }

  send(message: object): void {
    const isIntroduction = 'what' in message && message.what === 'introduction';
    (isIntroduction ? this.common : this.own).send(message);
  }

  flushed(): Promise<void> {
    return this.own.flushed();
  }

  listen(receive: (message: unknown) => void): () => void {
    const undo = [this.common.listen(receive), this.own.listen(receive)];
    return () => undo.forEach((close) => close());
  }
}
