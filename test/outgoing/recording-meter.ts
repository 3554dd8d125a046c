/** A meter that keeps what it is told: counters as sums, histograms as lists, by `name{label,…}`. */
import type { Meter } from '../../src/kernel/index.js';

export class RecordingMeter {
  readonly sums = new Map<string, number>();
  readonly observed = new Map<string, number[]>();
  readonly meter: Meter = { define: ({ name }) => this.family(name) as never };

  sum(series: string): number {
    return this.sums.get(series) ?? 0;
  }

  count(series: string): number {
    return this.observed.get(series)?.length ?? 0;
  }

  /** Counters of a family by their labels. */
  sumsOf(name: string): Record<string, number> {
    const prefix = `${name}{`;
    const found = [...this.sums].filter(([series]) => series.startsWith(prefix));
    return Object.fromEntries(found.map(([series, value]) => [series.slice(prefix.length, -1), value]));
  }

  private family(name: string): object {
    const cell = (labels: readonly string[]) => {
      const series = `${name}{${labels.join(',')}}`;
      return {
        add: (amount: number) => void this.sums.set(series, this.sum(series) + amount),
        set: (value: number) => void this.sums.set(series, value),
        observe: (value: number) => void this.observed.set(series, [...(this.observed.get(series) ?? []), value]),
      };
    };
    return { cell, remove: () => undefined, onCollect: () => () => undefined };
  }
}
