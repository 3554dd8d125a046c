/** All targets in turns, until the time for them is used up; a long run tries at least ten million inputs. */
import type { Trial } from '../harness/trial.js';
import { checkPrototypes, HeldMemory } from './surroundings.js';
import { TargetRun } from './target-run.js';
import { targets } from './targets/index.js';

const LONG_INPUTS = 10_000_000;

export function runTargets(trial: Trial, share: number): void {
  const runs = targets.map((target) => new TargetRun(target, trial));
  const memory = new HeldMemory();
  const startedAtMs = performance.now();
  let inputs = 0;
  let warmInputs: number | undefined;
  do {
    const tried = runs.reduce((sum, run) => sum + run.takeTurn(), 0);
    checkPrototypes(trial, tried);
    inputs += tried;
    // The first half of the time fills what is remembered.
    if (warmInputs === undefined && !trial.hasTime(share / 2)) {
      warmInputs = inputs;
      memory.begin();
    }
  } while (trial.hasTime(share) || (trial.isLong && inputs < LONG_INPUTS));
  memory.check(trial, inputs - (warmInputs ?? 0));
  const seconds = (performance.now() - startedAtMs) / 1000;
  trial.figure('fuzz.prototypes', 'inputs a second', Math.round(inputs / seconds).toLocaleString('en'));
}
