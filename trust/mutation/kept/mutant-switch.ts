/** The object through which Stryker's instrumented code asks which mutant it is, and tells what it ran. */

type Hits = Record<string, number>;

/** As the instrumented code reads and writes it, under the name `__stryker__` of its global object. */
export interface MutantSwitch {
  activeMutant: string | undefined;
  currentTestId: string | undefined;
  hitCount: number | undefined;
  hitLimit: number | undefined;
  /** Kept as one object for the life of the process: instrumented files hold on to it. */
  readonly mutantCoverage: { static: Hits; readonly perTest: Record<string, Hits> };
}

export const mutantSwitch: MutantSwitch = {
  activeMutant: undefined,
  currentTestId: undefined,
  hitCount: undefined,
  hitLimit: undefined,
  mutantCoverage: { static: {}, perTest: {} },
};

/** From here on the code is that mutant; a mutant that runs far more often than the original is caught in a loop. */
export function activate(mutantId: string, hitLimit: number | undefined): void {
  mutantSwitch.activeMutant = mutantId;
  mutantSwitch.hitLimit = hitLimit;
  mutantSwitch.hitCount = hitLimit === undefined ? undefined : 0;
}

export function deactivate(): void {
  mutantSwitch.activeMutant = undefined;
}

/** @returns whether the mutant that was active last ran without end */
export function wasLooping(): boolean {
  const { hitCount, hitLimit } = mutantSwitch;
  return hitCount !== undefined && hitLimit !== undefined && hitCount > hitLimit;
}

/** @returns what ran, outside of every test, since the last call */
export function takeStaticHits(): Hits {
  const hits = mutantSwitch.mutantCoverage.static;
  mutantSwitch.mutantCoverage.static = {};
  return hits;
}
