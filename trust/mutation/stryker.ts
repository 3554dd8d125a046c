/** A process that runs Stryker over the folder it stands in, and sends what became of each mutant. */
import { join, relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import type { KeptRunnerOptions } from './kept/kept-runner.js';
import { NOT_DRAWN, OUT_OF_TIME } from './kept/results.js';
import type { Mutant, MutantStatus } from './mutant.js';

export interface StrykerRequest extends KeptRunnerOptions {
  /** Relative to the folder. */
  readonly mutate: readonly string[];
  /** Whether mutants of code that runs while it is loaded are left out: each costs the loading of its spec files. */
  readonly isStaticLeftOut: boolean;
}

/** Beyond this a mutant hangs: no test of these rooms takes a second. */
const TIMEOUT_MS = 10_000;

async function mutants({ mutate, isStaticLeftOut, ...kept }: StrykerRequest): Promise<readonly Mutant[]> {
  const stryker = new Stryker({
    mutate: [...mutate],
    // The folder is a copy already.
    inPlace: true,
    testRunner: 'kept',
    plugins: [join(__dirname, 'kept', 'plugin.js')],
    kept,
    coverageAnalysis: 'perTest',
    ignoreStatic: isStaticLeftOut,
    concurrency: 1,
    disableTypeChecks: false,
    reporters: [],
    logLevel: 'error',
    allowConsoleColors: false,
    timeoutMS: TIMEOUT_MS,
  } as ConstructorParameters<typeof Stryker>[0]);
  return (await stryker.runMutationTest()).map(mutantOf);
}

function mutantOf({ fileName, location, mutatorName, replacement = '', status, statusReason }: MutantResult): Mutant {
  const { line, column } = location.start;
  const path = relative(process.cwd(), fileName);
  return { fileName: path, line, column, mutatorName, replacement, status: statusOf(status, statusReason) };
}

/** @throws Error for a mutant whose run went wrong: nothing is known of it */
function statusOf(status: MutantResult['status'], reason: string | undefined): MutantStatus {
  if (status !== 'RuntimeError') return status as MutantStatus;
  if (reason === OUT_OF_TIME) return 'NoTime';
  if (reason === NOT_DRAWN) return 'NotDrawn';
  throw new Error(reason);
}

process.on('disconnect', () => process.exit());
void mutants(JSON.parse(process.argv[2]!) as StrykerRequest).then(
  (found) => process.send!(found, undefined, {}, () => process.exit()),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
