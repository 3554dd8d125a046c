/** Timers of Node wait 24 days and 20 hours at most; one that is told to wait longer fires every millisecond. */

export const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** How often to look for those that have been still for `timeoutMs`: twice within it. */
export function halfOf(timeoutMs: number): number {
  return Math.min(timeoutMs / 2, LONGEST_TIMEOUT_MS);
}
