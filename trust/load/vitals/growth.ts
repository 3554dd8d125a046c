/** Whether a process holds more after a while than in the beginning: the last third of its readings against the first. */
import type { Vitals } from './vitals.js';

export interface Growth {
  /** What grew beyond its limit; nothing, it is hoped. */
  readonly facts: readonly string[];
  readonly figures: Readonly<Record<string, string>>;
}

/** What a collection finds differs by so much between readings without a leak: caches of the engine, buckets of maps. */
const MAX_HEAP_GROWTH = 0.03;
/** Large tables double and halve: seen as steps of 0.9 MiB in both directions over dozens of readings that stay where they are. */
const HEAP_STEP_BYTES = 1.5 * 2 ** 20;
/** Pools of buffers grow and shrink in steps. */
const MAX_EXTERNAL_GROWTH = 0.1;
const EXTERNAL_STEP_BYTES = 512 * 1024;

export function growthOf(readings: readonly Vitals[]): Growth {
  const third = Math.max(1, Math.floor(readings.length / 3));
  const [first, last] = [readings.slice(0, third), readings.slice(-third)] as const;
  const [heapBefore, heapAfter] = [meanOf(first, 'heapBytes'), meanOf(last, 'heapBytes')];
  const [externalBefore, externalAfter] = [meanOf(first, 'externalBytes'), meanOf(last, 'externalBytes')];
  const heapGrowth = heapAfter / heapBefore - 1;
  const facts = grownCounts(first, last);
  if (heapGrowth > MAX_HEAP_GROWTH && heapAfter - heapBefore > HEAP_STEP_BYTES)
    facts.push(`the heap grew by ${percent(heapGrowth)}: ${mebibytes(heapBefore)} to ${mebibytes(heapAfter)}`);
  if (externalAfter > externalBefore * (1 + MAX_EXTERNAL_GROWTH) + EXTERNAL_STEP_BYTES)
    facts.push(`memory outside the heap grew from ${mebibytes(externalBefore)} to ${mebibytes(externalAfter)}`);
  return {
    facts,
    figures: {
      heap: `${mebibytes(heapAfter)}, ${percent(heapGrowth)}`,
      external: `${mebibytes(externalBefore)} to ${mebibytes(externalAfter)}`,
      handles: `${resourcesIn(first)} to ${resourcesIn(last)}`,
    },
  };
}

/** Of what can be counted, the most at any time: one more is one too many. */
function grownCounts(first: readonly Vitals[], last: readonly Vitals[]): string[] {
  const names = new Set(last.flatMap(({ counts }) => Object.keys(counts)));
  return [...names].flatMap((name) => {
    const [before, after] = [mostOf(first, name), mostOf(last, name)];
    return after > before ? [`${name}: ${before} before, ${after} after`] : [];
  });
}

function mostOf(readings: readonly Vitals[], name: string): number {
  return Math.max(...readings.map(({ counts }) => counts[name] ?? 0));
}

function resourcesIn(readings: readonly Vitals[]): number {
  const names = new Set(readings.flatMap(({ counts }) => Object.keys(counts)));
  return [...names]
    .filter((name) => name.startsWith('resources '))
    .reduce((sum, name) => sum + mostOf(readings, name), 0);
}

function meanOf(readings: readonly Vitals[], part: 'heapBytes' | 'externalBytes'): number {
  return readings.reduce((sum, reading) => sum + reading[part], 0) / readings.length;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
