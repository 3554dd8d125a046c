/**
 * Bytes allocated per call, beyond those of the wrapper that does nothing: how much fuller the heap is after a bounded number
 * of calls, in a process whose young generation is so large that nothing is collected meanwhile.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from '../harness/median.js';
import { STRETCH } from './call-loop.js';
import type { SetUp } from './set-ups/set-up.js';
import { rivalsOf, subjectsOf, type Subject } from './subjects.js';

/** Sizes in MiB; the process must be started with these. */
export const WITHOUT_COLLECTIONS = ['--min-semi-space-size=64', '--max-semi-space-size=64'];

const WARM_UP_MS = 300;
const MOST_CALLS = 8 * STRETCH;
const REPETITIONS = 7;

export async function measureCallBytes(setUp: SetUp): Promise<Record<string, number>> {
  await assertMethodSees();
  const bytes = new Map<Subject, number>();
  const rivals = rivalsOf(setUp, 'sync');
  for (const subject of subjectsOf(rivals)) {
    const work = async (calls: number): Promise<void> => {
      await subject.call(calls);
      await subject.settled(calls);
    };
    for (const startedAtMs = performance.now(); performance.now() - startedAtMs < WARM_UP_MS;) await work(STRETCH);
    bytes.set(subject, await bytesPerCall(work));
  }
  return Object.fromEntries(
    rivals.map(({ subject, nothing }) => [subject.name, bytes.get(subject)! - bytes.get(nothing)!]),
  );
}

/** @throws Error unless what allocates nothing shows as nothing, and an object of known size as just that */
async function assertMethodSees(): Promise<void> {
  const [none, known] = [await bytesPerCall(allocateNothing), await bytesPerCall(allocateKnown)];
  if (Math.abs(none) > 1 || Math.abs(known - KNOWN_BYTES) > 1)
    throw new Error(`allocations are not seen: ${none} bytes instead of 0, ${known} instead of ${KNOWN_BYTES}`);
}

type Work = (count: number) => void | Promise<void>;

/** Median over repetitions in which nothing was collected; whoever fills the young generation is called less often. */
async function bytesPerCall(work: Work): Promise<number> {
  const samples: number[] = [];
  let count = MOST_CALLS;
  for (let attempt = 0; samples.length < REPETITIONS; attempt++) {
    if (attempt === 4 * REPETITIONS) throw new Error('memory is collected while allocations are measured');
    // Where they are called costs something, too, whether they are called or not.
    const [idle, busy] = [await heapGrowth(() => work(0)), await heapGrowth(() => work(count))];
    if (idle.isDisturbed || busy.isDisturbed) count = Math.max(STRETCH, count / 2);
    else samples.push((busy.bytes - idle.bytes) / count);
  }
  return median(samples);
}

async function heapGrowth(work: () => void | Promise<void>): Promise<{ bytes: number; isDisturbed: boolean }> {
  await collectionsTold();
  let collections = 0;
  const observer = new PerformanceObserver((list) => (collections += list.getEntries().length));
  observer.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage().heapUsed;
  await work();
  const bytes = process.memoryUsage().heapUsed - before;
  await collectionsTold();
  observer.disconnect();
  return { bytes, isDisturbed: collections > 0 };
}

/** Observers hear of a collection a little later. */
function collectionsTold(): Promise<void> {
  return delay(2);
}

/** An object of four fields: three words of head, four of fields. */
const KNOWN_BYTES = 7 * 8;
const kept: { value?: unknown } = {};

function allocateKnown(count: number): void {
  for (let index = 0; index < count; index++) kept.value = { a: index & 7, b: 1, c: 2, d: 3 };
}

function allocateNothing(count: number): void {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += index & 7;
  kept.value = sum & 7;
}
