import { performance } from 'node:perf_hooks';

/**
 * Time as a port, so that tests advance it by hand.
 *
 * @example
 * ```ts
 * class HalfSpeed implements Clock {
 *   now(): number {
 *     return performance.now() / 2;
 *   }
 *   toEpochMs(reading: number): number {
 *     return performance.timeOrigin + reading;
 *   }
 * }
 *
 * ObservabilityModule.forRoot({ plugins: [{ name: 'half-speed', clock: new HalfSpeed() }] });
 * ```
 */
export interface Clock {
  /** Monotonic milliseconds with a fraction; differences are durations. */
  now(): number;
  /** Milliseconds since the Unix epoch for a reading of `now()`. */
  toEpochMs(reading: number): number;
}

// Reading it each time costs more than the rest.
const { timeOrigin } = performance;

export const systemClock: Clock = {
  now: () => performance.now(),
  toEpochMs: (reading) => timeOrigin + reading,
};
