/** What connections and streams have in common: they last for seconds, hours or days, and nobody waits for their end. */

/** In seconds: a second to a day, so that reconnecting in a loop and staying for a shift are told apart. */
export const LONG_DURATION_BUCKETS: readonly number[] = [
  1, 5, 15, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400,
];
