/** Waits for what happens later by itself: a retry, a heartbeat that fails to come. */
import type { Subject } from '../subject/subject.js';

const ROUNDS = 200;
const ROUND_MS = 20;

/** Until the faulty callback has been called; at once while nothing is faulty. */
export async function untilCalled({ switchboard }: Subject): Promise<void> {
  for (let round = 0; switchboard.isOn && switchboard.calls === 0 && round < ROUNDS; round++)
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
}
