/**
 * Who asks waits longer than who is asked: a thread has the time of its collectors, a worker waits for its threads, the primary for
 * its workers, and a worker that was scraped for the primary.
 */
const STEP_MS = 500;

export const threadsTimeoutMs = (collectTimeoutMs: number): number => collectTimeoutMs + STEP_MS;
export const rootTimeoutMs = (collectTimeoutMs: number): number => collectTimeoutMs + 2 * STEP_MS;
export const pageTimeoutMs = (collectTimeoutMs: number): number => collectTimeoutMs + 3 * STEP_MS;
