/** The longest time in which nothing else could run, beside garbage collection and while the machine let this process run. */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

export interface Block {
  readonly ms: number;
  /** The longest of all, whatever caused it. */
  readonly withCollectionMs: number;
}

interface Gap {
  readonly startMs: number;
  readonly endMs: number;
  readonly cpuMs: number;
}

interface Pause {
  readonly startTime: number;
  readonly duration: number;
}

/** Watches the event loop while `work` runs: each turn of it ends one gap. */
export async function longestBlock(work: () => Promise<unknown>): Promise<Block> {
  const pauses: Pause[] = [];
  const observer = new PerformanceObserver((list) => void pauses.push(...list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  const gaps = await gapsDuring(work);
  // Collections are told a little later.
  await delay(5);
  observer.disconnect();
  return {
    ms: Math.max(...gaps.map((gap) => blockedMs(gap, pauses))),
    withCollectionMs: Math.max(...gaps.map(({ startMs, endMs }) => endMs - startMs)),
  };
}

const KNOWN_MS = 15;

/** @throws Error unless work of known length shows as a block of that length */
export async function assertWatchSees(): Promise<void> {
  const { ms } = await longestBlock(async () => {
    const [startMs, startCpuMs] = [performance.now(), cpuMs()];
    while (performance.now() - startMs < KNOWN_MS || cpuMs() - startCpuMs < KNOWN_MS) spin();
  });
  if (ms < 0.8 * KNOWN_MS || ms > 3 * KNOWN_MS) throw new Error(`a block of ${KNOWN_MS} ms is seen as ${ms} ms`);
}

/** Longer than a reading of the clock by far, which leaves something to collect. */
function spin(): void {
  let sum = 0;
  for (let index = 0; index < 100_000; index++) sum += index & 7;
  if (sum === 0) throw new Error('nothing was added');
}

async function gapsDuring(work: () => Promise<unknown>): Promise<Gap[]> {
  const gaps: Gap[] = [];
  let isOver = false;
  await nextTurn();
  let [startMs, startCpuMs] = [performance.now(), cpuMs()];
  const working = work().finally(() => (isOver = true));
  while (!isOver) {
    await nextTurn();
    const [endMs, endCpuMs] = [performance.now(), cpuMs()];
    gaps.push({ startMs, endMs, cpuMs: endCpuMs - startCpuMs });
    [startMs, startCpuMs] = [endMs, endCpuMs];
  }
  await working;
  return gaps;
}

/** Time without the processor is the machine's doing, time in the collector the engine's. */
function blockedMs({ startMs, endMs, cpuMs: usedMs }: Gap, pauses: readonly Pause[]): number {
  let collectedMs = 0;
  for (const { startTime, duration } of pauses) {
    collectedMs += Math.max(0, Math.min(endMs, startTime + duration) - Math.max(startMs, startTime));
  }
  return Math.max(0, Math.min(endMs - startMs - collectedMs, usedMs));
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
