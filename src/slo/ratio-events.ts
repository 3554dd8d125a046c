/** Events that the application counts itself: read from its two counters when somebody looks, and every few seconds. */
import type { Reading } from '../metrics/index.js';
import type { CounterSelector } from './objective.js';
import type { EventCells } from './request-events.js';

/** The sum over the series that are meant; undefined while the counter does not exist. */
export type ReadCounter = (counter: CounterSelector) => Reading | undefined;

export interface CounterPair {
  readonly good: CounterSelector;
  readonly total: CounterSelector;
}

export class RatioEvents {
  private readonly good: GrowingCount;
  private readonly total: GrowingCount;

  constructor(
    private readonly cells: EventCells,
    { good, total }: CounterPair,
    read: ReadCounter,
  ) {
    this.good = new GrowingCount(() => read(good));
    this.total = new GrowingCount(() => read(total));
  }

  read(): void {
    const { cells } = this;
    const total = this.total.read();
    const good = Math.min(this.good.read(), total);
    // Whichever of the two is counted first: our own counters never fall.
    cells.good.value = Math.max(cells.good.value, good);
    cells.bad.value = Math.max(cells.bad.value, total - good);
  }
}

/** Goes on where a counter was set back. */
class GrowingCount {
  private last = 0;
  private sum = 0;

  constructor(private readonly reading: () => Reading | undefined) {}

  read(): number {
    const reading = this.reading();
    const value = typeof reading === 'number' ? reading : 0;
    this.sum += value >= this.last ? value - this.last : value;
    this.last = value;
    return this.sum;
  }
}
