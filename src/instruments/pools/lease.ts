/** One slot of a pool while somebody has it. */
import type { Given } from '../given.js';

/** Known by its identity, so that one used again is told from a new one. */
export type Slot = object;

/**
 * A slot that somebody has acquired.
 *
 * @example
 * ```ts
 * const lease: Lease = await getInstrument(PoolsInstrument).pool('browsers', { max: 4 }).acquire();
 *
 * try {
 *   await page.render();
 * } finally {
 *   lease.release();
 * }
 * ```
 */
export class Lease {
  private isOver = false;

  constructor(
    private readonly given: Given,
    private readonly giveBack: () => void,
  ) {}

  get isReleased(): boolean {
    return this.isOver;
  }

  /** Gives the slot to whoever has waited longest. A second time is counted and does nothing. */
  release(): void {
    if (this.isOver) {
      this.given.refuse('closed_twice', 'a slot was released again; only its first release counts');
      return;
    }
    this.isOver = true;
    this.giveBack();
  }
}
