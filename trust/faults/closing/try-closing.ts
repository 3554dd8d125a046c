/** What is called at the end × every fault: the application closes, and who comes after the faulty one is closed as well. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Trial } from '../../harness/trial.js';
import { observedRoute } from '../boundaries/observed-route.js';
import type { Boundary } from '../boundary.js';
import { faults, type Fault } from '../fault.js';
import { shuffled } from '../shuffled.js';
import { closed } from '../subject/closing.js';
import { platforms, Subject, type Platform } from '../subject/subject.js';
import type { UnhandledErrors } from '../subject/unhandled.js';
import { closingParts } from './closing-parts.js';

const ATTACK_CLASS = 'faults.closing';

export async function tryClosing(trial: Trial, unhandled: UnhandledErrors, share: number): Promise<void> {
  for (const [index, part] of closingParts.entries()) {
    const inChance = shuffled(faults, trial.seed + index);
    // One that hangs and any other: an application is started and closed for each.
    const musts = new Set([inChance.find(({ kind }) => kind === 'hangs'), inChance[0]]);
    for (const fault of inChance) {
      const platform = platforms[(index + inChance.indexOf(fault)) % platforms.length]!;
      if (musts.has(fault) || trial.hasTime(share)) await tryClose({ trial, unhandled, part, fault, platform });
    }
  }
}

interface ClosingTrial {
  readonly trial: Trial;
  readonly unhandled: UnhandledErrors;
  readonly part: Boundary;
  readonly fault: Fault;
  readonly platform: Platform;
}

async function tryClose({ trial, unhandled, part, fault, platform }: ClosingTrial): Promise<void> {
  const witness = new Witness();
  const subject = await Subject.start({
    platform,
    boundaries: [witness.boundary, part, { ...witness.boundary, install: () => observedRoute }],
    observability: { shutdown: { flushTimeoutMs: 200, drainTimeoutMs: 0 } },
    isFaulty: { boundary: part, fault },
  });
  const answer = await subject.ask('/observed/lamp');
  const end = await closed(() => subject.close());
  subject.switchboard.off();
  await nextTurn();
  const suffered = [
    ...(answer.status === 200 ? [] : [`it answered ${answer.status} ${answer.body}`]),
    ...(end.isClosed ? [] : ['it did not close']),
    ...(!end.isClosed || witness.isClosed ? [] : ['another plugin was not closed']),
    ...uncounted(part, fault, [...subject.losses().keys()]),
    ...new Set(unhandled.take()),
  ];
  const fact = `${part.name} ${fault.name} on ${platform}: ${suffered.join('; ')}`;
  trial.expect(ATTACK_CLASS, suffered.length === 0, fact, `--seed ${trial.seed}`);
}

/** A plugin in the same application that has nothing wrong with it. */
class Witness {
  isClosed = false;
  readonly boundary: Boundary = {
    name: 'witness',
    covers: [],
    healthy: () => undefined,
    install: () => ({
      observability: { plugins: [{ name: 'witness', room: () => ({ close: () => void (this.isClosed = true) }) }] },
    }),
    counted: /^$/,
    countedKinds: [],
  };
}

function uncounted({ counted, countedKinds }: Boundary, { kind }: Fault, losses: readonly string[]): readonly string[] {
  if (!countedKinds.includes(kind) || losses.some((name) => counted.test(name))) return [];
  return [`not counted as ${String(counted)}; counted were: ${losses.join(', ') || 'nothing'}`];
}
