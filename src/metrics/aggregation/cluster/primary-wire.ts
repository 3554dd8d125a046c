/** The wire from a cluster worker to its primary: Node's own channel between the two. */
import type { ListeningWire } from '../talking/peer.js';

export class PrimaryWire implements ListeningWire {
  private last: Promise<void> = Promise.resolve();

  send(message: object): void {
    // With a callback, a channel that is closed throws nothing.
    this.last = new Promise((resolve) => process.send!(message, undefined, undefined, () => resolve()));
  }

  flushed(): Promise<void> {
    return this.last;
  }

  listen(receive: (message: unknown) => void): () => void {
    process.on('message', receive);
    return () => void process.off('message', receive);
  }

  /**
   * Calls `act` just before the channel closes, which is before `cluster.disconnect()` ends: later nothing can be told. Returns the
   * undo.
   */
  beforeClose(act: () => void): () => void {
    const { disconnect } = process;
    const told = (): void => {
      act();
      disconnect?.call(process);
    };
    process.disconnect = told;
    return () => {
      if (process.disconnect === told && disconnect !== undefined) process.disconnect = disconnect;
    };
  }
}
