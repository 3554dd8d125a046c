/** One boundary with one fault: what was seen, and what of it should not have been. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Boundary } from '../boundary.js';
import type { Fault } from '../fault.js';
import type { Answer } from '../subject/answer.js';
import { grownLosses } from '../subject/losses.js';
import type { Subject } from '../subject/subject.js';
import type { UnhandledErrors } from '../subject/unhandled.js';

/** Turns of the event loop in which what was asked for later happens: events, lines, promises. */
const TURNS = 10;

export interface Seen {
  readonly answers: readonly Answer[];
  readonly exercised: unknown;
}

export class FaultTrial {
  private healthy: Seen | undefined;

  constructor(
    private readonly subject: Subject,
    private readonly boundary: Boundary,
    private readonly unhandled: UnhandledErrors,
  ) {}

  /** @returns what the application has suffered, in words */
  async run(fault: Fault): Promise<readonly string[]> {
    const { subject, boundary, unhandled } = this;
    const healthy = (this.healthy ??= await this.see());
    const before = subject.losses();
    subject.switchboard.on(boundary, fault);
    const seen = await this.see();
    const { calls } = subject.switchboard;
    subject.switchboard.off();
    const grown = grownLosses(before, subject.losses());
    await nextTurn();
    return [
      ...differences(healthy, seen),
      ...new Set(unhandled.take()),
      ...(calls === 0 ? ['the faulty callback was never called'] : this.uncounted(fault, grown)),
    ];
  }

  private async see(): Promise<Seen> {
    const { subject, boundary } = this;
    const exercise = boundary.exercise?.(subject, subject.switchboard.callbackOf(boundary));
    const [answers, exercised] = await Promise.all([subject.askAll(), exercise]);
    for (let turn = 0; turn < TURNS; turn++) await nextTurn();
    return { answers, exercised };
  }

  private uncounted({ kind }: Fault, grown: readonly string[]): readonly string[] {
    const { counted, countedKinds } = this.boundary;
    if (!countedKinds.includes(kind) || grown.some((name) => counted.test(name))) return [];
    return [`not counted as ${String(counted)}; counted were: ${grown.join(', ') || 'nothing'}`];
  }
}

function differences(healthy: Seen, seen: Seen): readonly string[] {
  const [expected, actual] = [JSON.stringify(healthy), JSON.stringify(seen)];
  if (expected === actual) return [];
  return [`answered otherwise: ${actual.slice(0, 1_500)} instead of ${expected.slice(0, 1_500)}`];
}
