/** Attempts at one target, numbered: the seed of the run and the number give the input. */
import type { Trial } from '../harness/trial.js';
import { Chance, seedOf } from './inputs/chance.js';
import { minimised } from './inputs/minimise.js';
import { mutated } from './inputs/mutation.js';
import { shown, type Target } from './target.js';

/** Targets take turns, so that none waits for another. */
const TURN_MS = 10;
/** The same defect is found over and over; making each as small as can be takes time. */
const MAX_MINIMISED = 10;

export class TargetRun {
  private attempts = 0;
  private readonly known = new Set<string>();

  constructor(
    private readonly target: Target,
    private readonly trial: Trial,
  ) {}

  get attackClass(): string {
    return `fuzz.${this.target.name}`;
  }

  /** @returns how many inputs were tried */
  takeTurn(): number {
    const before = this.attempts;
    const endsAtMs = performance.now() + TURN_MS;
    do this.attempt(seedOf(this.trial.seed, this.target.name, this.attempts++));
    while (performance.now() < endsAtMs);
    const tried = this.attempts - before;
    this.trial.tried(this.attackClass, tried);
    return tried;
  }

  private attempt(seed: number): void {
    const input = mutated(this.target.corpus, new Chance(seed));
    const fact = this.factAbout(input, seed);
    if (fact !== undefined && this.known.size < MAX_MINIMISED) this.report(input, seed);
  }

  private report(input: string, seed: number): void {
    const smallest = minimised(input, (shorter) => this.factAbout(shorter, seed) !== undefined);
    const fact = this.factAbout(smallest, seed)!;
    if (this.known.size === this.known.add(fact).size) return;
    this.trial.lost(this.attackClass, fact, `input ${shown(smallest)}, chance ${seed}`);
  }

  private factAbout(input: string, seed: number): string | undefined {
    try {
      return this.target.check(input, new Chance(seed));
    } catch (error) {
      return `it threw ${String((error as Error).stack ?? error).slice(0, 500)}`;
    }
  }
}
