/** Stryker's test runner over kept spec files. */
import type { StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, tokens } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import { DryRunNotes } from './dry-run-notes.js';
import { readJestProject } from './jest-project.js';
import { KeptSpecs } from './kept-specs.js';
import { MutantRuns, type Confirmation } from './mutant-runs.js';
import { mutantSwitch, takeStaticHits } from './mutant-switch.js';
import { endOf, NOT_DRAWN, notRun, OUT_OF_TIME, survived, testResultOf } from './results.js';
import { titlesByPath } from './test-id.js';

/** What this runner is told through Stryker's options. */
export interface KeptRunnerOptions {
  /** Spec files, relative to the folder that Stryker works in. */
  readonly specs: readonly string[];
  /** Tests whose titles begin so are left out. */
  readonly slowTests: readonly string[];
  readonly confirmation: Confirmation;
  /** How long mutants are run, from the end of the run without one; what comes up later is answered as not run. */
  readonly durationMs: number;
  /** Of so many mutants in a row, one is run. */
  readonly oneIn: number;
  /** Says which of them. */
  readonly seed: number;
}

export class KeptRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);

  private readonly root = process.cwd();
  private readonly notes = new DryRunNotes(this.root);
  private readonly limits: KeptRunnerOptions;
  private specs!: KeptSpecs;
  private runs!: MutantRuns;

  constructor(options: StrykerOptions) {
    this.limits = options['kept'] as KeptRunnerOptions;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.specs = new KeptSpecs(this.root, await readJestProject(this.root));
    this.runs = new MutantRuns(this.specs, this.limits.confirmation);
  }

  async dispose(): Promise<void> {
    await this.specs.close();
  }

  /** Without a mutant: which test runs which of them, and which of them run outside of every test. */
  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    const staticHits: Record<string, Record<string, number>> = {};
    for (const path of this.limits.specs) {
      takeStaticHits();
      const run = await (await this.specs.get(path)).run(this.isQuick);
      staticHits[path] = takeStaticHits();
      tests.push(...run.map((test) => testResultOf(path, test)));
    }
    this.notes.write({ endsAtMs: Date.now() + this.limits.durationMs, staticHits });
    const { perTest } = mutantSwitch.mutantCoverage;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: this.notes.staticHits(), perTest } };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    if (!this.isDrawn(options)) return notRun(NOT_DRAWN);
    if (this.notes.isTimeOver) return notRun(OUT_OF_TIME);
    return options.testFilter === undefined ? this.runLoading(options) : this.runLoaded(options, options.testFilter);
  }

  private async runLoaded(mutant: MutantRunOptions, testIds: readonly string[]): Promise<MutantRunResult> {
    for (const [path, titles] of titlesByPath(testIds)) {
      const end = endOf(path, await this.runs.inKept(path, mutant, (title) => titles.has(title)));
      if (end !== undefined) return end;
    }
    return survived(testIds.length);
  }

  private async runLoading(mutant: MutantRunOptions): Promise<MutantRunResult> {
    const paths = this.notes.pathsOf(mutant.activeMutant.id);
    for (const path of paths) {
      const end = endOf(path, await this.runs.inNew(path, mutant, this.isQuick));
      if (end !== undefined) return end;
    }
    return survived(paths.length);
  }

  /** Stryker numbers them from the beginning of the first file to the end of the last. */
  private isDrawn({ activeMutant }: MutantRunOptions): boolean {
    return (Number(activeMutant.id) + this.limits.seed) % this.limits.oneIn === 0;
  }

  private readonly isQuick = (title: string): boolean =>
    !this.limits.slowTests.some((beginning) => title.startsWith(beginning));
}
