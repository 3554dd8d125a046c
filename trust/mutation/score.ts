/** How many mutants the tests found, and the account of it. */
import type { Trial } from '../harness/trial.js';
import type { Mutant, MutantStatus } from './mutant.js';

/** Of the mutants of a whole room, evenly drawn. */
export const WANTED_SCORE = 0.85;
/** A sample is a few files, and files differ: what ties a room together is tested by applications, which do not run here. */
export const WANTED_SCORE_OF_SAMPLE = 0.65;

/** A busy machine runs a few in its time: their score says nothing of the room, and they are counted all the same. */
export const LEAST_TO_JUDGE = 30;

export interface Score {
  readonly found: number;
  readonly run: number;
  /** 0 to 1; of nothing, 0. */
  readonly share: number;
}

export function scoreOf(mutants: readonly Mutant[]): Score {
  const found = count(mutants, 'Killed') + count(mutants, 'Timeout');
  const tried = found + count(mutants, 'Survived');
  const run = tried + Math.round(count(mutants, 'NoCoverage') * shareRun(mutants, tried));
  return { found, run, share: run === 0 ? 0 : found / run };
}

/** What no test runs is known at once: where some were run, it weighs no more than what else there was. */
function shareRun(mutants: readonly Mutant[], tried: number): number {
  const all = tried + count(mutants, 'NotDrawn') + count(mutants, 'NoTime');
  return all === 0 ? 1 : tried / all;
}

/** Counts what was run under the class; a score below what is wanted is one finding, with the mutants that survived. */
export function account(trial: Trial, attackClass: string, mutants: readonly Mutant[], wantedShare: number): void {
  const { found, run, share } = scoreOf(mutants);
  trial.tried(attackClass, run);
  trial.figure(attackClass, 'score', percent(share));
  for (const [status, name] of Object.entries(figureNames)) {
    trial.figure(attackClass, name, String(count(mutants, status as MutantStatus)));
  }
  if (share >= wantedShare || run < LEAST_TO_JUDGE) return;
  const fact = `${found} of ${run} changes of the code fail a test: ${percent(share)}, not ${percent(wantedShare)}`;
  trial.lost(attackClass, fact, survivorsOf(mutants));
}

/** A line for each change that no test saw. */
export function survivorsOf(mutants: readonly Mutant[]): string {
  return mutants.filter(isAlive).map(sentence).join('\n');
}

const figureNames: Readonly<Record<MutantStatus, string>> = {
  Killed: 'killed',
  Timeout: 'without end',
  Survived: 'survived',
  NoCoverage: 'run by no test',
  Ignored: 'left out',
  NotDrawn: 'not drawn',
  NoTime: 'no time for',
};

function count(mutants: readonly Mutant[], wanted: MutantStatus): number {
  return mutants.filter(({ status }) => status === wanted).length;
}

function isAlive({ status }: Mutant): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

function sentence({ fileName, line, column, mutatorName, replacement }: Mutant): string {
  return `${fileName}:${line}:${column} ${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 100)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
