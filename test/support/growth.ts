/** How work grows with its input: a ratio of CPU times, which a busy machine does not change as it changes times. */

/** Below it the clock and the garbage collector are measured. */
const MEASURABLE_MICROS = 3000;
const ATTEMPTS = 4;

/** How many times longer the second input takes; the best of a few attempts, since collecting garbage takes its turns. */
export function growth<T>(work: (input: T) => void, small: T, large: T): number {
  const goodEnough = 5;
  let best = Infinity;
  work(small);
  for (let attempt = 0; attempt < ATTEMPTS && best > goodEnough; attempt++) {
    const smallMicros = cpuMicros(() => work(small));
    best = Math.min(best, cpuMicros(() => work(large)) / Math.max(smallMicros, MEASURABLE_MICROS));
  }
  return best;
}

function cpuMicros(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
