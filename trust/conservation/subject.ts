/** What every subject of this part is: a way of counting that is tried again with other dice as long as there is time. */
import type { Trial } from '../harness/trial.js';
import type { Dice } from './dice.js';

export interface Attempt {
  readonly trial: Trial;
  /** Of this attempt alone: its seed repeats it. */
  readonly dice: Dice;
  /** Which attempt at this subject it is, from 0. */
  readonly round: number;
}

export type Subject = (attempt: Attempt) => Promise<void>;

export interface Finding {
  readonly attackClass: string;
  /** How many facts were compared. */
  readonly compared: number;
  readonly wrong: readonly string[];
  /** What stood around it: platform, options. */
  readonly circumstances?: object;
}

/** Puts a comparison into the account. */
export function tell({ trial, dice, round }: Attempt, { attackClass, compared, wrong, circumstances }: Finding): void {
  trial.tried(attackClass, Math.max(1, compared));
  const reproduce = `--seed ${trial.seed}, round ${round}, dice ${dice.seed}, ${JSON.stringify(circumstances ?? {})}`;
  for (const fact of wrong) trial.lost(attackClass, fact, reproduce);
}
