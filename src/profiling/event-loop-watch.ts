/** Tells when something has kept the event loop from its timers for too long. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 20;
const LOOK_INTERVAL_MS = 1000;

/** Looks once a second at the longest delay since. Returns what stops it. */
export function watchEventLoopDelay(thresholdMs: number, onDelay: (delayMs: number) => void): () => void {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  monitor.enable();
  const look = (): void => {
    // Node counts whole intervals, of which one resolution was asked for.
    const delayMs = Math.round(monitor.max / 1e6 - RESOLUTION_MS);
    monitor.reset();
    if (delayMs > thresholdMs) onDelay(delayMs);
  };
  const timer = setInterval(look, LOOK_INTERVAL_MS).unref();
  return () => {
    clearInterval(timer);
    monitor.disable();
  };
}
