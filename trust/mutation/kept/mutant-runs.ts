/** Runs spec files while the code is a mutant. */
import type { MutantRunOptions } from '@stryker-mutator/api/test-runner';
import type { SpecRun } from './kept-spec.js';
import type { KeptSpecs } from './kept-specs.js';
import { activate, deactivate, wasLooping } from './mutant-switch.js';
import { isFailed } from './results.js';

/**
 * `original`: without the mutant the test passes, which takes no time. `anew`: it fails too when the spec file is loaded
 * anew, as in a run of Jest.
 */
export type Confirmation = 'original' | 'anew';

type IsWanted = (title: string) => boolean;

export class MutantRuns {
  private escaped: string | undefined;

  constructor(
    private readonly specs: KeptSpecs,
    private readonly confirmation: Confirmation,
  ) {
    process.on('uncaughtException', (error) => (this.escaped ??= String(error)));
  }

  /** Earlier runs leave something behind in what a spec file keeps, so a failure is confirmed. */
  async inKept(path: string, mutant: MutantRunOptions, isWanted: IsWanted): Promise<SpecRun> {
    const run = await this.runKept(path, mutant, isWanted);
    const failed = run.find(isFailed);
    if (failed === undefined || wasLooping()) return run;
    if (this.confirmation === 'original' && (await this.passesInOriginal(path, failed.title))) return run;
    await this.specs.drop(path);
    return this.runKept(path, mutant, isWanted);
  }

  private async passesInOriginal(path: string, title: string): Promise<boolean> {
    const spec = await this.specs.get(path);
    return !(await spec.run((other) => other === title)).some(isFailed);
  }

  /** For a mutant in code that runs while it is loaded: the mutant is active from the beginning. */
  async inNew(path: string, mutant: MutantRunOptions, isWanted: IsWanted): Promise<SpecRun> {
    return this.as(mutant, async () => {
      const spec = await this.specs.load(path);
      try {
        return await spec.run(isWanted);
      } finally {
        await spec.close();
      }
    });
  }

  private async runKept(path: string, mutant: MutantRunOptions, isWanted: IsWanted): Promise<SpecRun> {
    const spec = await this.specs.get(path);
    return this.as(mutant, () => spec.run(isWanted));
  }

  /** What escapes from a test, such as an error thrown by a timer, fails the run. */
  private async as({ activeMutant, hitLimit }: MutantRunOptions, work: () => Promise<SpecRun>): Promise<SpecRun> {
    this.escaped = undefined;
    activate(activeMutant.id, hitLimit);
    try {
      const run = await work();
      return this.escaped === undefined ? run : [...run, { title: 'uncaught', durationMs: 0, failure: this.escaped }];
    } catch (error) {
      return [{ title: 'loading', durationMs: 0, failure: String(error) }];
    } finally {
      deactivate();
    }
  }
}
