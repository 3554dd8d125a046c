/** Waits for a server to answer at all. */
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;

/** @throws Error when nothing answered with less than 500 within the time */
export async function answersBy(url: string, timeoutMs: number): Promise<void> {
  const endsAtMs = performance.now() + timeoutMs;
  while (performance.now() < endsAtMs) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 503,
    );
    if (status < 500) return;
    await delay(POLL_MS);
  }
  throw new Error(`${url} does not answer within ${timeoutMs} ms`);
}
