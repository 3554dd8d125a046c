/**
 * Functions that keep the processor busy for about so long, whatever the machine. Without imports, so that a test can have fresh ones:
 * what V8 has optimised in the middle of a loop while no profile ran, it does not show in the next one.
 */
export function hotFunction(durationMs: number): number {
  let sum = 0;
  for (const endMs = performance.now() + durationMs; performance.now() < endMs;) sum += Math.sqrt(sum + 1);
  return sum;
}

export function warmFunction(durationMs: number): number {
  let product = 1;
  for (const endMs = performance.now() + durationMs; performance.now() < endMs;) product = (product * 31) % 65_521;
  return product;
}
