/** Asks open sessions from time to time whether they still give sign. One timer for all of them, and none without any. */
import type { Clock } from '../../kernel/index.js';
import type { OpenWork } from '../handle.js';
import { halfOf } from '../timeouts.js';

interface Pulse {
  readonly timeoutMs: number;
  /** By the pipeline's clock. */
  lastSignAtMs: number;
  readonly onDead: () => void;
}

export class Heartbeats {
  private readonly pulses = new Map<OpenWork, Pulse>();
  private timer: NodeJS.Timeout | undefined;
  private intervalMs = Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly onCheck: () => void,
  ) {}

  /** @param timeoutMs how long it may be silent */
  watch(session: OpenWork, timeoutMs: number, onDead: () => void): void {
    this.pulses.set(session, { timeoutMs, lastSignAtMs: this.clock.now(), onDead });
    this.checkWithin(timeoutMs);
  }

  sign(session: OpenWork): void {
    const pulse = this.pulses.get(session);
    if (pulse !== undefined) pulse.lastSignAtMs = this.clock.now();
  }

  /** It has ended. Kept until the next check, which may be a day away, it would be one of many. */
  forget(session: OpenWork): void {
    this.pulses.delete(session);
    if (this.pulses.size === 0) this.close();
  }

  close(): void {
    clearInterval(this.timer);
    this.pulses.clear();
    this.intervalMs = Infinity;
  }

  /** By the one that may be silent for the shortest time. */
  private checkWithin(timeoutMs: number): void {
    if (halfOf(timeoutMs) < this.intervalMs) this.checkEvery(halfOf(timeoutMs));
  }

  private checkEvery(intervalMs: number): void {
    clearInterval(this.timer);
    this.intervalMs = intervalMs;
    this.timer = setInterval(() => this.check(), intervalMs).unref();
  }

  private check(): void {
    const nowMs = this.clock.now();
    let shortestMs = Infinity;
    for (const pulse of this.pulses.values()) {
      shortestMs = Math.min(shortestMs, pulse.timeoutMs);
      this.checkOne(pulse, nowMs);
    }
    // Those that had to be asked more often are gone.
    if (this.pulses.size > 0 && halfOf(shortestMs) > this.intervalMs) this.checkEvery(halfOf(shortestMs));
  }

  private checkOne({ lastSignAtMs, timeoutMs, onDead }: Pulse, nowMs: number): void {
    this.onCheck();
    if (nowMs - lastSignAtMs > timeoutMs) onDead();
  }
}
