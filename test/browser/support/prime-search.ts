/** Work of an application that a profile finds. Without imports, so that every profile can have it fresh: see test/profiling/burners.ts. */

/** Keeps the processor busy for about so long, in itself: it seldom looks at the time. */
export function searchPrimes(durationMs: number): number {
  let found = 0;
  const endMs = performance.now() + durationMs;
  for (let candidate = 3; candidate % 64 !== 0 || performance.now() < endMs; candidate++) {
    let divisor = 2;
    while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor++;
    if (divisor * divisor > candidate) found++;
  }
  return found;
}
