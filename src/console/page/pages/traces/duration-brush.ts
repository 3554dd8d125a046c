/**
 * The histogram of durations as something to select from: bins stand beside each other at equal widths, which is the logarithmic scale
 * they were made on, and a drag over them is the least and the most milliseconds of the filter.
 */
import type { DurationBin } from '../../../shapes/index.js';

export interface DurationLimits {
  readonly minMs: number | undefined;
  readonly maxMs: number | undefined;
}

/** Limits that select the bins between two ends of a drag, in shares of the width and any order. */
export function brushed(bins: readonly DurationBin[], fromShare: number, toShare: number): DurationLimits {
  const first = bins[indexAt(bins, Math.min(fromShare, toShare))];
  const last = bins[indexAt(bins, Math.max(fromShare, toShare))];
  return { minMs: first?.fromMs, maxMs: last?.toMs };
}

/** Whether anything of the bin is selected. */
export function isWithin({ fromMs, toMs }: DurationBin, { minMs = 0, maxMs = Infinity }: DurationLimits): boolean {
  return toMs > minMs && fromMs < maxMs;
}

/** The share of the tallest bin, 0 to 1; what is there at all is high enough to be seen. */
export function heightOf(count: number, bins: readonly DurationBin[]): number {
  const most = bins.reduce((max, bin) => Math.max(max, bin.count), 1);
  return count === 0 ? 0 : Math.max(count / most, 0.06);
}

/** From a URL or a field; what is no number of at least 0 is no limit. */
export function readMs(text: string | null): number | undefined {
  const ms = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return ms >= 0 && Number.isFinite(ms) ? ms : undefined;
}

function indexAt(bins: readonly DurationBin[], share: number): number {
  return Math.min(Math.max(Math.floor(share * bins.length), 0), bins.length - 1);
}
