/** Asks open sessions from time to time whether they still give sign. One timer for all of them, and none without any. */
import type { Clock } from '../../kernel/index.js';
import type { OpenWork } from '../handle.js';

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
    // Twice within the shortest time that any of them may be silent.
    if (timeoutMs / 2 < this.intervalMs) this.checkEvery(timeoutMs / 2);
  }

  sign(session: OpenWork): void {
    const pulse = this.pulses.get(session);
    if (pulse !== undefined) pulse.lastSignAtMs = this.clock.now();
  }

  close(): void {
    clearInterval(this.timer);
    this.pulses.clear();
    this.intervalMs = Infinity;
  }

  private checkEvery(intervalMs: number): void {
    clearInterval(this.timer);
    this.intervalMs = intervalMs;
    this.timer = setInterval(() => this.check(), intervalMs).unref();
  }

  private check(): void {
    const nowMs = this.clock.now();
    for (const [session, pulse] of this.pulses) {
      if (session.operation.isEnded) this.pulses.delete(session);
      else this.checkOne(pulse, nowMs);
    }
    if (this.pulses.size === 0) this.close();
  }

  private checkOne({ lastSignAtMs, timeoutMs, onDead }: Pulse, nowMs: number): void {
    this.onCheck();
    if (nowMs - lastSignAtMs > timeoutMs) onDead();
  }
}
