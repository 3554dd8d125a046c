/**
 * Who is passed over when the oldest have to leave, as in the second-chance algorithm of page replacement: what is kept back moves to
 * the end of the queue once a round, so that finding the next to leave costs the same however many are kept. In one round at most half
 * of each limit is passed over: what is new must always find room.
 */
import type { StoredTrace } from './stored-trace.js';

const KEPT_SHARE = 1 / 2;

export interface ChanceLimits {
  readonly maxBytes: number;
  readonly maxTraces: number;
}

export class SecondChances {
  private visitsLeft = 0;
  private sparedBytes = 0;
  private sparedTraces = 0;

  constructor(private readonly limits: ChanceLimits) {}

  /** @param queueLength makes a round */
  spares(trace: StoredTrace, queueLength: number): boolean {
    if (this.visitsLeft <= 0) this.beginRound(queueLength);
    this.visitsLeft--;
    const { maxBytes, maxTraces } = this.limits;
    const isTooMuch = this.sparedBytes > maxBytes * KEPT_SHARE || this.sparedTraces >= maxTraces * KEPT_SHARE;
    if (!trace.isKept || isTooMuch) return false;
    this.sparedBytes += trace.bytes;
    this.sparedTraces++;
    return true;
  }

  private beginRound(queueLength: number): void {
    this.visitsLeft = queueLength;
    this.sparedBytes = 0;
    this.sparedTraces = 0;
  }
}
