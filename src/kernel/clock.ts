import { performance } from 'node:perf_hooks';

/** Time as a port, so that tests advance it by hand. */
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
