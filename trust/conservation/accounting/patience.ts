/** What ends is told at its end, which may be a turn of the loop after its caller heard of it. */
import { setTimeout as delay } from 'node:timers/promises';

/** Long enough for a machine that is busy with something else. */
const PATIENCE_MS = 10_000;
/** Where waiting was in vain once, it is so again. */
const IMPATIENCE_MS = 200;
const LOOK_EVERY_MS = 15;
/** Longer than any export under way is waited for. */
const ARRIVAL_MS = 2_500;

/** Until something new has come, such as an export that meets its receiver in its present mood; not for ever, since none may be due. */
export async function untilArrived(count: () => number): Promise<void> {
  const before = count();
  await new Patience().until(async () => (count() > before ? [] : ['nothing came']), ARRIVAL_MS);
}

/** Of one application: a new one is waited for as long as the first. */
export class Patience {
  private leftMs = PATIENCE_MS;

  /** Looks until nothing is wrong, or gives what still is when patience is over. */
  async until(look: () => Promise<readonly string[]>, patienceMs = this.leftMs): Promise<readonly string[]> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const wrong = await look();
      if (wrong.length === 0) return wrong;
      if (performance.now() > deadline) {
        this.leftMs = IMPATIENCE_MS;
        return wrong;
      }
      await delay(LOOK_EVERY_MS);
    }
  }
}
