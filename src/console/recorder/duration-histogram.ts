/** Durations counted in bins of equal width on a logarithmic scale: five a decade, from 0.01 ms up. */
import type { DurationBin } from '../shapes/index.js';

const BINS_PER_DECADE = 5;
const FIRST_EDGE_MS = 0.01;

interface Measured {
  readonly durationMs: number;
  readonly errorCount: number;
}

/** From the first bin that has something in it to the last one; those between them may be empty. */
export function durationHistogram(rows: Iterable<Measured>): DurationBin[] {
  const counts = new Map<number, { count: number; errorCount: number }>();
  for (const { durationMs, errorCount } of rows) {
    const index = binOf(durationMs);
    const bin = counts.get(index) ?? { count: 0, errorCount: 0 };
    bin.count++;
    if (errorCount > 0) bin.errorCount++;
    counts.set(index, bin);
  }
  return rangeOf([...counts.keys()]).map((index) => ({
    fromMs: index === 0 ? 0 : edgeMs(index),
    toMs: edgeMs(index + 1),
    ...(counts.get(index) ?? { count: 0, errorCount: 0 }),
  }));
}

function binOf(durationMs: number): number {
  if (durationMs < FIRST_EDGE_MS) return 0;
  const index = Math.floor(Math.log10(durationMs / FIRST_EDGE_MS) * BINS_PER_DECADE);
  // The logarithm of an edge may come out on either side of it; a value belongs where the edges say.
  return [index + 1, index].find((one) => edgeMs(one) <= durationMs) ?? Math.max(0, index - 1);
}

/** Rounded to what a person would write. */
function edgeMs(index: number): number {
  return Number((FIRST_EDGE_MS * 10 ** (index / BINS_PER_DECADE)).toPrecision(3));
}

function rangeOf(indexes: readonly number[]): number[] {
  if (indexes.length === 0) return [];
  const first = Math.min(...indexes);
  return Array.from({ length: Math.max(...indexes) - first + 1 }, (_, offset) => first + offset);
}
