/** Waiting by turns of the event loop: what waits side by side goes on in the same order each time, which timers do not give. */
import { setImmediate as nextTurn } from 'node:timers/promises';

export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}
