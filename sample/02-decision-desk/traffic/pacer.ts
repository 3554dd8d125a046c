/** Hands out turns at a steady rate to everybody who waits; ends the wait of all when it is stopped. */
import { setTimeout } from 'node:timers/promises';

const millisecondsPerSecond = 1_000;

export class Pacer {
  private readonly intervalMs: number;
  private nextTurnAtMs = 0;

  constructor(
    turnsPerSecond: number,
    private readonly stopped: AbortSignal,
  ) {
    this.intervalMs = millisecondsPerSecond / turnsPerSecond;
  }

  /** Rejects once stopped. */
  async turn(): Promise<void> {
    const now = performance.now();
    this.nextTurnAtMs = Math.max(now, this.nextTurnAtMs + this.intervalMs);
    await setTimeout(this.nextTurnAtMs - now, undefined, { signal: this.stopped, ref: false });
  }
}
