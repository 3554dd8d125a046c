/** What happened, in Stryker's words. */
import { MutantRunStatus, TestStatus, type MutantRunResult, type TestResult } from '@stryker-mutator/api/test-runner';
import type { RunTest, SpecRun } from './kept-spec.js';
import { wasLooping } from './mutant-switch.js';
import { testIdOf } from './test-id.js';

export function isFailed({ failure }: RunTest): boolean {
  return failure !== undefined;
}

export function testResultOf(path: string, { title, durationMs, failure }: RunTest): TestResult {
  const result = { id: testIdOf(path, title), name: title, timeSpentMs: durationMs, fileName: path };
  return failure === undefined
    ? { ...result, status: TestStatus.Success }
    : { ...result, status: TestStatus.Failed, failureMessage: failure };
}

/** @returns nothing while the mutant lives */
export function endOf(path: string, run: SpecRun): MutantRunResult | undefined {
  if (wasLooping()) return { status: MutantRunStatus.Timeout, reason: 'it runs without end' };
  const failed = run.find(isFailed);
  if (failed === undefined) return undefined;
  return {
    status: MutantRunStatus.Killed,
    killedBy: [testIdOf(path, failed.title)],
    failureMessage: failed.failure!,
    nrOfTests: run.length,
  };
}

export function survived(nrOfTests: number): MutantRunResult {
  return { status: MutantRunStatus.Survived, nrOfTests };
}

export const OUT_OF_TIME = 'the time was over';

export const NOT_DRAWN = 'another one was drawn';

export function notRun(reason: typeof OUT_OF_TIME | typeof NOT_DRAWN): MutantRunResult {
  return { status: MutantRunStatus.Error, errorMessage: reason };
}
