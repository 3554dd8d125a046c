/** The frame of every part's program: limits come as JSON in its one argument, the account goes back as one message. */
import { Trial, type TrialLimits } from './trial.js';

/** Calls the part; what it throws is a finding of its own, and no reason to lose the others. */
export function runPart(name: string, work: (trial: Trial) => Promise<void>): void {
  const trial = new Trial(JSON.parse(process.argv[2]!) as TrialLimits);
  void work(trial)
    .catch((error: unknown) => trial.lost(name, 'the part itself failed', (error as Error).stack ?? String(error)))
    .finally(() => process.send!(trial.accounts(), undefined, {}, () => process.exit()));
}
