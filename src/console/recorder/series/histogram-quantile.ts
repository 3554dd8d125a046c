/**
 * A quantile from the buckets of a histogram, as Prometheus' `histogram_quantile` has it: within a bucket observations are taken to
 * lie evenly, and those above the highest bound to lie at it.
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */

/**
 * @param bounds upper bounds, ascending
 * @param counts by bucket, not cumulative; one more than there are bounds
 * @returns null without observations
 */
export function histogramQuantile(ratio: number, bounds: readonly number[], counts: ArrayLike<number>): number | null {
  const total = sumOf(counts);
  if (total === 0) return null;
  const rank = ratio * total;
  let [bucket, below] = [0, 0];
  while (bucket < bounds.length && below + counts[bucket]! < rank) below += counts[bucket++]!;
  if (bucket === bounds.length) return bounds.at(-1) ?? null;
  const end = bounds[bucket]!;
  if (bucket === 0 && end <= 0) return end;
  const start = bucket === 0 ? 0 : bounds[bucket - 1]!;
  const inBucket = counts[bucket]!;
  return inBucket === 0 ? end : start + (end - start) * ((rank - below) / inBucket);
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) sum += counts[bucket]!;
  return sum;
}
