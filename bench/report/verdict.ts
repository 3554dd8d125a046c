/** What a measured figure amounts to against its limit. */
import type { Figure, PartName } from '../part.js';
import { amount } from './amount.js';
import { BUDGET_NODE_MAJOR, budgetsOf, type Limit } from './budgets.js';
import { lostContests } from './contests.js';
import { interquartile } from './statistics.js';

export type Verdict = 'met' | 'missed' | 'not measured';

export function verdictOf({ atMost, resolution = 0 }: Limit, figure: Figure | undefined): Verdict {
  if (figure === undefined) return 'not measured';
  return figure.value <= atMost + resolution ? 'met' : 'missed';
}

/**
 * A few pairs on a shared machine scatter: then only a ratio counts as a regression that most samples show beyond twice the
 * allowed overhead, and beyond a tenth, since so few do not know the second decimal.
 */
export function isGrossRegression({ atMost }: Limit, { unit, samples, value }: Figure): boolean {
  if (!isRatio(unit)) return false;
  const allowed = atMost < 1 ? atMost * 2 : 1 + Math.max(0.1, (atMost - 1) * 2);
  // What is not a number has not held.
  return !(Math.min(value, interquartile(samples).lower) <= allowed);
}

function isRatio(unit: string): boolean {
  return /[×÷]/.test(unit);
}

export interface Run {
  readonly nodeMajor: number;
  readonly isShort: boolean;
  readonly parts: readonly PartName[];
  readonly figures: ReadonlyMap<string, Figure>;
  /** What the last full run on this Node gave: where it missed a budget, a regression begins there. */
  readonly recorded?: ReadonlyMap<string, number>;
}

/** Why a run fails: strictly when it is full and on the Node of the budgets, else for what is gross. */
export function failuresOf(run: Run): string[] {
  const isStrict = !run.isShort && run.nodeMajor === BUDGET_NODE_MAJOR;
  const limits = budgetsOf(run.parts).flatMap((budget) => budget.limits);
  const failed = isStrict
    ? limits.filter((limit) => isUnmet(limit, run.figures.get(limit.figure)))
    : limits
        .map((limit) => asRecorded(limit, run))
        .filter((limit) => isGrosslyUnmet(limit, run.figures.get(limit.figure)));
  const sentences = failed.map((limit) => describe(limit, run.figures.get(limit.figure)));
  return isStrict ? [...sentences, ...lostContests(run.figures)] : sentences;
}

function asRecorded(limit: Limit, { recorded }: Run): Limit {
  return { ...limit, atMost: Math.max(limit.atMost, recorded?.get(limit.figure) ?? 0) };
}

function isUnmet(limit: Limit, figure: Figure | undefined): boolean {
  return verdictOf(limit, figure) !== 'met';
}

function isGrosslyUnmet(limit: Limit, figure: Figure | undefined): boolean {
  return figure !== undefined && isGrossRegression(limit, figure);
}

function describe({ figure: id, atMost }: Limit, figure: Figure | undefined): string {
  return figure === undefined
    ? `${id} was not measured`
    : `${id} is ${amount(figure.value)}, at most ${atMost} is allowed`;
}
