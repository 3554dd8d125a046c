/** Whether a page alert burns: over its long and its short window at once, and on enough events to mean anything. */
import type { BurnAlert } from './objective.js';

/** The first failure of a new process is a burn rate of hundreds, and no reason to wake anybody. */
const LEAST_EVENTS = 10;

export interface BurnReading {
  readonly longRate: number;
  readonly shortRate: number;
  /** Events in the long window. */
  readonly events: number;
}

export class PageBurn {
  private burns = false;

  constructor(readonly alert: BurnAlert) {}

  get isBurning(): boolean {
    return this.burns;
  }

  /** What has changed, if anything. */
  judge({ longRate, shortRate, events }: BurnReading): 'begun' | 'ended' | undefined {
    const { burnRate } = this.alert;
    const burns = events >= LEAST_EVENTS && longRate > burnRate && shortRate > burnRate;
    if (burns === this.burns) return undefined;
    this.burns = burns;
    return burns ? 'begun' : 'ended';
  }
}
