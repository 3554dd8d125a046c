/** One name for a series, whoever tells it: a page, a push, a reading, a ledger. */
export type Labels = Readonly<Record<string, string | number | boolean>>;

/** Samples of one moment by the name of their series, as Prometheus names them: with `_bucket`, `_sum` and `_count`. */
export type Samples = ReadonlyMap<string, number>;

/** `http_requests_total{method="GET",status="200"}`; a label that is empty is one that is not there. */
export function seriesOf(name: string, labels: Labels = {}): string {
  const pairs = Object.entries(labels)
    .map(([label, value]) => [label, String(value)] as const)
    .filter(([, value]) => value !== '')
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join()}}`;
}

export function nameOf(series: string): string {
  const end = series.indexOf('{');
  return end < 0 ? series : series.slice(0, end);
}

/** What stands behind the name: `{method="GET"}`, or nothing. */
export function labelsTextOf(series: string): string {
  return series.slice(nameOf(series).length);
}

/** Over all series of the name. */
export function totalOf(samples: Samples, name: string): number {
  let total = 0;
  for (const [series, value] of samples) if (nameOf(series) === name) total += value;
  return total;
}

export function hasName(samples: Samples, name: string): boolean {
  for (const series of samples.keys()) if (nameOf(series) === name) return true;
  return false;
}
