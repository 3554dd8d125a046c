/**
 * Keeps one message that repeats in a tight loop from filling the disk: equal messages per target and second above the limit
 * are counted instead of written, and one line at the end of the second says how many.
 */
import type { Clock, Diagnostics } from '../kernel/index.js';

export interface SuppressedLines {
  readonly target: string;
  readonly message: string;
  readonly level: number;
  readonly count: number;
}

export interface FloodLimitOptions {
  /** 0 is no limit. */
  readonly maxPerSecond: number;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  /** Told once per message and second in which lines were suppressed. */
  readonly report: (suppressed: SuppressedLines) => void;
}

interface Tally {
  readonly level: number;
  seen: number;
}

const WINDOW_MS = 1000;
/** Different messages remembered per second; beyond it the rest passes. */
const MAX_MESSAGES = 5000;
const MAX_KEY_LENGTH = 256;

export class FloodLimit {
  private readonly targets = new Map<string, Map<string, Tally>>();
  private messages = 0;
  private windowStartedAtMs = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: FloodLimitOptions) {}

  /** Whether this line may be written. */
  admits(target: string, message: string, level: number): boolean {
    const { maxPerSecond, clock } = this.options;
    if (maxPerSecond === 0) return true;
    const nowMs = clock.now();
    if (nowMs - this.windowStartedAtMs >= WINDOW_MS) this.beginWindow(nowMs);
    const tally = this.tally(target, message, level);
    if (tally === undefined || ++tally.seen <= maxPerSecond) return true;
    this.suppress();
    return false;
  }

  /** Says what is still unsaid and stops the timer. */
  close(): void {
    this.beginWindow(-Infinity);
  }

  private beginWindow(nowMs: number): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.windowStartedAtMs = nowMs;
    this.messages = 0;
    if (this.targets.size === 0) return;
    const over = [...this.targets];
    this.targets.clear();
    for (const [target, tallies] of over) this.reportOver(target, tallies);
  }

  private reportOver(target: string, tallies: ReadonlyMap<string, Tally>): void {
    for (const [message, { level, seen }] of tallies) {
      const count = seen - this.options.maxPerSecond;
      if (count > 0) this.options.report({ target, message, level, count });
    }
  }

  private tally(target: string, message: string, level: number): Tally | undefined {
    const key = message.length > MAX_KEY_LENGTH ? message.slice(0, MAX_KEY_LENGTH) : message;
    let tallies = this.targets.get(target);
    if (tallies === undefined) this.targets.set(target, (tallies = new Map()));
    const known = tallies.get(key);
    if (known !== undefined || this.messages >= MAX_MESSAGES) return known;
    this.messages++;
    const fresh: Tally = { level, seen: 0 };
    tallies.set(key, fresh);
    return fresh;
  }

  private suppress(): void {
    this.options.diagnostics.dropped('logs', 'flood');
    // Without further lines nobody would close the window.
    this.timer ??= setTimeout(() => this.beginWindow(-Infinity), WINDOW_MS).unref();
  }
}
