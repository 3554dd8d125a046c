/** Time that stands still until a test moves it. */
import type { Clock } from '../kernel/index.js';

/**
 * Time that stands still until a test advances it.
 *
 * @example
 * ```ts
 * const clock = new ManualClock();
 * const recorder = new TelemetryRecorder(clock);
 *
 * clock.advance(1_500);
 * ```
 */
export class ManualClock implements Clock {
  private readingMs = 0;

  constructor(private readonly epochMs = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.readingMs;
  }

  toEpochMs(reading: number): number {
    return this.epochMs + reading;
  }

  /** Moves time on. */
  advance(milliseconds: number): void {
    this.readingMs += milliseconds;
  }
}
