/** Collects garbage, and lets the callbacks of finalization registries run. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setTimeout as wait } from 'node:timers/promises';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await wait(10);
    collect();
  }
  await wait(10);
}
