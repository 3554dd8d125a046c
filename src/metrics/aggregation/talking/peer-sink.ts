/** Sends contributions to another process or thread, several in one message. */
import type { Contribution, Sink } from '../telling/contribution.js';
import type { Peer } from './peer.js';

/** Series and lines of one message, about: small enough that reading it blocks nobody. */
const MESSAGE_ITEMS = 256;

export class PeerSink implements Sink {
  private waiting: Contribution[] = [];
  private itemCount = 0;

  constructor(private readonly peer: Peer) {}

  take(contribution: Contribution): void {
    this.waiting.push(contribution);
    this.itemCount += 1 + ('series' in contribution ? contribution.series : contribution.lines).length;
    if (this.itemCount >= MESSAGE_ITEMS) this.send();
  }

  /** Sends what is waiting; nothing where nothing is. */
  send(): void {
    const { waiting } = this;
    this.waiting = [];
    this.itemCount = 0;
    if (waiting.length > 0) this.peer.tell('contributions', waiting);
  }
}
