/** Degraded while the event loop is late: requests still succeed, but every one of them waits. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { HealthCheck } from '../health-check.js';
import { TerminusIndicators } from './terminus.js';

export interface EventLoopOptions {
  /** Highest p99 of the delay, in milliseconds. */
  readonly maxDelayMs: number;
}

const NAME = 'event_loop';
const RESOLUTION_MS = 20;
/** Long enough that a single slow turn is not yet the p99. */
const WINDOW_MS = 10_000;

export function eventLoopCheck({ maxDelayMs }: EventLoopOptions): HealthCheck {
  const terminus = new TerminusIndicators();
  const delay = new WindowedDelay();
  return {
    name: NAME,
    isOptional: true,
    check: () => {
      const p99Ms = delay.p99Ms();
      const message = p99Ms > maxDelayMs ? { message: `the event loop is ${p99Ms} ms late (p99)` } : {};
      return terminus.upOrDown(NAME, p99Ms <= maxDelayMs, { ...message, p99Ms, maxDelayMs });
    },
    dispose: () => delay.stop(),
  };
}

/** The p99 of the last full window; of the running one until there is a full one. */
class WindowedDelay {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private startedAtMs = performance.now();
  private lastP99Ms: number | undefined;

  constructor() {
    this.histogram.enable();
  }

  p99Ms(): number {
    if (performance.now() - this.startedAtMs >= WINDOW_MS) this.roll();
    return this.lastP99Ms ?? this.read();
  }

  stop(): void {
    this.histogram.disable();
  }

  private roll(): void {
    this.lastP99Ms = this.read();
    this.histogram.reset();
    this.startedAtMs = performance.now();
  }

  private read(): number {
    if (this.histogram.count === 0) return 0;
    // Node records the time between two timer firings, which contains the interval itself.
    return Math.max(0, Math.round(this.histogram.percentile(99) / 1e6) - RESOLUTION_MS);
  }
}
