/** Collects garbage, and lets the callbacks of finalization registries run. What that costs grows with all that a Jest worker holds. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setImmediate as nextTurn } from 'node:timers/promises';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Each cleans up one registry; an application has some, and a Jest worker those of other test files as well. */
const TURNS = 50;

export async function collectGarbage(): Promise<void> {
  // What a callback lets go is garbage for the second time.
  for (let time = 0; time < 2; time++) {
    // What this turn has read from a WeakRef stays until its end.
    await nextTurn();
    collect();
    for (let turn = 0; turn < TURNS; turn++) await nextTurn();
  }
}
