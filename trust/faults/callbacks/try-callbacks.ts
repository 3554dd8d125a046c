/** Every callback × every fault on both platforms, in an application that has all of them. */
import type { Trial } from '../../harness/trial.js';
import type { Boundary } from '../boundary.js';
import { boundaries } from '../boundaries/index.js';
import { routes } from '../routes.js';
import { written } from '../boundaries/outlets.js';
import { faultKinds, faults, type Fault } from '../fault.js';
import { shuffled } from '../shuffled.js';
import { platforms, Subject } from '../subject/subject.js';
import type { UnhandledErrors } from '../subject/unhandled.js';
import { repeated } from '../subject/warnings.js';
import { FaultTrial } from './fault-trial.js';

interface Attempt {
  readonly boundary: Boundary;
  readonly fault: Fault;
  readonly isMust: boolean;
}

export async function tryCallbacks(trial: Trial, unhandled: UnhandledErrors, share: number): Promise<void> {
  for (const [index, platform] of platforms.entries()) {
    const subject = await Subject.start({ platform, boundaries: [...boundaries, routes], observability: OPTIONS });
    const ofBoundary = new Map(boundaries.map((one) => [one, new FaultTrial(subject, one, unhandled)]));
    for (const { boundary, fault, isMust } of attempts(trial.seed, index))
      if (isMust || trial.hasTime((share * (index + 1)) / platforms.length))
        tell(trial, platform, boundary, fault, await ofBoundary.get(boundary)!.run(fault));
    await expectPublished(trial, subject);
    expectWarnings(trial, platform);
    await subject.close();
  }
}

/** Of a thousand faults in one callback, one is said aloud. */
function expectWarnings(trial: Trial, platform: string): void {
  const warnings = written.take();
  const twice = repeated(warnings);
  trial.figure('faults.warnings', `on ${platform}`, String(warnings.length));
  trial.expect('faults.warnings', warnings.length > 0, 'there was no warning at all', `--seed ${trial.seed}`);
  trial.expect('faults.warnings', twice.length === 0, `said again: ${twice.join(' | ')}`, `--seed ${trial.seed}`);
}

/** What was counted is what whoever scrapes gets to see. */
async function expectPublished(trial: Trial, subject: Subject): Promise<void> {
  const published = await subject.publishedLosses();
  const missing = [...subject.losses().keys()].filter((name) => !published.has(name));
  trial.expect(
    'faults.counted',
    missing.length === 0,
    `not on the page: ${missing.join(', ')}`,
    `--seed ${trial.seed}`,
  );
}

const OPTIONS = {
  environment: 'development',
  metrics: { collectTimeoutMs: 60 },
  health: { timeoutMs: 60, cacheMs: 0 },
  shutdown: { flushTimeoutMs: 300 },
};

/** One fault of each kind for each boundary first, on one of the platforms, in the order of chance; then the others. */
function attempts(seed: number, platformIndex: number): readonly Attempt[] {
  const all = boundaries.flatMap((boundary, index) => {
    const inChance = shuffled(faults, seed + index);
    const isTurn = (seed + index) % platforms.length === platformIndex;
    const musts = new Set(faultKinds.map((wanted) => inChance.find(({ kind }) => kind === wanted)));
    return inChance.map((fault): Attempt => ({ boundary, fault, isMust: isTurn && musts.has(fault) }));
  });
  const inOrder = shuffled(all, seed + platformIndex);
  return [...inOrder.filter(({ isMust }) => isMust), ...inOrder.filter(({ isMust }) => !isMust)];
}

function tell(trial: Trial, platform: string, boundary: Boundary, fault: Fault, suffered: readonly string[]): void {
  const attackClass = `faults.${fault.kind}`;
  trial.tried(attackClass);
  if (suffered.length === 0) return;
  const fact = `${boundary.name} ${fault.name} on ${platform}: ${suffered.join('; ')}`;
  trial.lost(attackClass, fact, `--seed ${trial.seed}`);
}
