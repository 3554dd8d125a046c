/**
 * CPU time per call. Each round measures every subject once, in alternating order, and gives one ratio per contender: to the
 * wrapper that does nothing in the same place and round.
 */
import { median } from '../harness/median.js';
import { STRETCH } from './call-loop.js';
import type { Form } from './decorated-class.js';
import type { SetUp } from './set-ups/set-up.js';
import { rivalsOf, subjectsOf, type Rivals, type Subject } from './subjects.js';

export interface CallTime {
  /** To the wrapper that does nothing. */
  readonly ratio: number;
  readonly ns: number;
  readonly nothingNs: number;
  /** In units of one reading of the clock. */
  readonly clockReadings: number;
}

/** Long enough for the engine to optimise what it is going to optimise. */
const WARM_UP_MS = 60;
const MEASUREMENT_MS = 8;
const MOST_CALLS = 400_000;
const CLOCK_READINGS = 40_000;

export async function measureCallTimes(
  setUp: SetUp,
  form: Form,
  rounds: number,
): Promise<{ readonly times: Record<string, CallTime>; readonly subjects: readonly Subject[] }> {
  const rivals = rivalsOf(setUp, form);
  const subjects = subjectsOf(rivals);
  const counts = new Map<Subject, number>();
  for (const subject of subjects) counts.set(subject, await warmUp(subject, setUp.calls));
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    measured.push(await measureRound(round % 2 === 0 ? subjects : subjects.toReversed(), counts));
  }
  const times = Object.fromEntries(rivals.map((pair) => [pair.subject.name, timeOf(pair, measured)]));
  return { times, subjects };
}

/** Nanoseconds. */
interface Round {
  readonly clock: number;
  readonly calls: ReadonlyMap<Subject, number>;
}

async function measureRound(subjects: readonly Subject[], counts: ReadonlyMap<Subject, number>): Promise<Round> {
  const calls = new Map<Subject, number>();
  for (const subject of subjects) calls.set(subject, await nsPerCall(subject, counts.get(subject)!));
  return { clock: nsPerClockReading(), calls };
}

/** Calls until warm; gives how many calls a measurement takes. */
async function warmUp(subject: Subject, calls: number | undefined): Promise<number> {
  const fixed = subject.isNothing ? undefined : calls;
  let count = fixed ?? STRETCH;
  for (let spentMs = 0; spentMs < WARM_UP_MS;) {
    const ns = await nsPerCall(subject, count);
    spentMs += (ns * count) / 1e6;
    count = fixed ?? fitting(ns);
  }
  return count;
}

function fitting(ns: number): number {
  const stretches = Math.floor((MEASUREMENT_MS * 1e6) / ns / STRETCH);
  return Math.min(Math.max(stretches, 1) * STRETCH, MOST_CALLS);
}

async function nsPerCall(subject: Subject, count: number): Promise<number> {
  const startedAt = cpuNs();
  await subject.call(count);
  const calledAt = cpuNs();
  await subject.settled(count);
  // What the place itself has set going is no cost of a wrapper that does nothing.
  return ((subject.isNothing ? calledAt : cpuNs()) - startedAt) / count;
}

function nsPerClockReading(): number {
  const startedAt = cpuNs();
  let sum = 0;
  for (let reading = 0; reading < CLOCK_READINGS; reading++) sum += performance.now();
  if (!(sum > 0)) throw new Error('the clock stands still');
  return (cpuNs() - startedAt) / CLOCK_READINGS;
}

/** Of the whole process: what is collected or exported on other threads costs, too. */
function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

function timeOf({ subject, nothing }: Rivals, rounds: readonly Round[]): CallTime {
  const over = (figure: (round: Round) => number): number => median(rounds.map(figure));
  return {
    ratio: over(({ calls }) => calls.get(subject)! / calls.get(nothing)!),
    ns: over(({ calls }) => calls.get(subject)!),
    nothingNs: over(({ calls }) => calls.get(nothing)!),
    clockReadings: over(({ calls, clock }) => calls.get(subject)! / clock),
  };
}
