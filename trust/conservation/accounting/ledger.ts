/**
 * What the driver knows to have done, in the words in which metrics tell it. It is written where the deed is done and shares nothing
 * with the library, so that the two can only agree by both being right.
 */
import { nameOf, seriesOf, type Labels, type Samples } from './series.js';

/** Sums of fractions, such as costs, depend on the order in which they are added. */
const RELATIVE_ERROR = 1e-9;

interface Bounds {
  least: number;
  most: number;
}

export class Ledger {
  private readonly counts = new Map<string, number>();
  private readonly sums = new Map<string, Bounds>();
  /** Of samples, such as `sessions_created_total` and `session_duration_seconds_count`. */
  readonly names = new Set<string>();

  /** Something was done; with an amount below 0 what a gauge counts is gone again. */
  note(name: string, labels: Labels = {}, amount = 1): void {
    const series = seriesOf(name, labels);
    this.names.add(name);
    this.counts.set(series, (this.counts.get(series) ?? 0) + amount);
  }

  /** One observation of a histogram in seconds, of which the driver saw from without how long it can have been. */
  lasted(
    name: string,
    labels: Labels,
    { leastMs, mostMs }: { readonly leastMs: number; readonly mostMs: number },
  ): void {
    this.note(`${name}_count`, labels);
    const series = seriesOf(`${name}_sum`, labels);
    const bounds = this.sums.get(series) ?? { least: 0, most: 0 };
    bounds.least += leastMs / 1_000;
    bounds.most += mostMs / 1_000;
    this.sums.set(series, bounds);
  }

  /** Over all series of the name. */
  total(name: string): number {
    let total = 0;
    for (const [series, count] of this.counts) if (nameOf(series) === name) total += count;
    return total;
  }

  /** Where the samples say something else, of every name that the ledger knows: missing, wrong, and too much. */
  differences(samples: Samples): readonly string[] {
    return [...this.wrongCounts(samples), ...this.wrongSums(samples)];
  }

  private *wrongCounts(samples: Samples): Iterable<string> {
    const shown = [...samples.keys()].filter((series) => this.names.has(nameOf(series)));
    for (const series of new Set([...this.counts.keys(), ...shown])) {
      const [noted, seen] = [this.counts.get(series) ?? 0, samples.get(series) ?? 0];
      if (!isSame(noted, seen)) yield `${series} is ${seen}, and ${noted} were done`;
    }
  }

  private *wrongSums(samples: Samples): Iterable<string> {
    for (const [series, { least, most }] of this.sums) {
      const seen = samples.get(series) ?? 0;
      const slack = RELATIVE_ERROR * Math.max(1, most);
      if (seen < least - slack || seen > most + slack) yield `${series} is ${seen}, and must be ${least} to ${most}`;
    }
  }
}

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= RELATIVE_ERROR * Math.max(Math.abs(one), Math.abs(other));
}
