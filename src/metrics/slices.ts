/** Long work in slices, between which the event loop runs. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** The longest time other work waits for metrics. */
const SLICE_MS = 2;

export class Slices {
  private startedAtMs = performance.now();

  get isOver(): boolean {
    return performance.now() - this.startedAtMs >= SLICE_MS;
  }

  /** Others run; a new slice begins. */
  async rest(): Promise<void> {
    await nextTurn();
    this.startedAtMs = performance.now();
  }
}

/** Uses each item as it is made. */
export async function inSlices<T>(items: Iterable<T>, use: (item: T) => void): Promise<void> {
  const slices = new Slices();
  for (const item of items) {
    use(item);
    // oxlint-disable-next-line no-await-in-loop -- to wait is the purpose
    if (slices.isOver) await slices.rest();
  }
}
