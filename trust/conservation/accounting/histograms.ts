/** What holds of every histogram, whatever was observed: buckets only grow, the last one is the count. */
import { labelsTextOf, nameOf, type Samples } from './series.js';

const LE = /,?le="([^"]*)"/;

/** Buckets of one series, by what their series is without `le`. */
export function brokenHistograms(samples: Samples): readonly string[] {
  return [...bucketsOf(samples)].flatMap(([count, buckets]) => brokenIn(count, buckets, samples));
}

interface Bucket {
  readonly le: number;
  readonly count: number;
}

function bucketsOf(samples: Samples): Map<string, Bucket[]> {
  const bySeries = new Map<string, Bucket[]>();
  for (const [series, count] of samples) {
    const name = nameOf(series);
    if (!name.endsWith('_bucket')) continue;
    const key = `${name.slice(0, -'_bucket'.length)}_count${withoutLe(labelsTextOf(series))}`;
    const le = LE.exec(series)![1]!;
    bySeries.set(key, [...(bySeries.get(key) ?? []), { le: le === '+Inf' ? Infinity : Number(le), count }]);
  }
  return bySeries;
}

function withoutLe(labels: string): string {
  const rest = labels.replace(LE, '').replace('{,', '{');
  return rest === '{}' ? '' : rest;
}

function brokenIn(countSeries: string, buckets: readonly Bucket[], samples: Samples): string[] {
  const ascending = buckets.toSorted((one, other) => one.le - other.le);
  const falls = ascending.some(({ count }, index) => count < (ascending[index - 1]?.count ?? 0));
  const last = ascending.at(-1)!;
  const count = samples.get(countSeries);
  return [
    ...(falls ? [`the buckets of ${countSeries} fall: ${ascending.map((bucket) => bucket.count).join(' ')}`] : []),
    ...(last.le === Infinity && last.count === count
      ? []
      : [`${countSeries} is ${count}, its last bucket ${last.count}`]),
  ];
}
