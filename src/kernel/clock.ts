/** Time as a port, so that tests advance it by hand. */
export interface Clock {
  /** Monotonic milliseconds with a fraction; differences are durations. */
  now(): number;
  /** Milliseconds since the Unix epoch for a reading of `now()`. */
  toEpochMs(reading: number): number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  toEpochMs: (reading) => performance.timeOrigin + reading,
};
