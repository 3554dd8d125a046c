/** How numbers of several processes become one. */
import type { MetricAggregate } from '../../../kernel/index.js';

/** Takes one number after another. */
export class Combination {
  private count = 0;
  private combined = Number.NaN;

  constructor(private readonly aggregate: MetricAggregate) {}

  add(value: number): void {
    this.combined = this.count === 0 ? value : COMBINE[this.aggregate](this.combined, value);
    this.count++;
  }

  get value(): number {
    return this.aggregate === 'average' ? this.combined / this.count : this.combined;
  }
}

/** A number that could not be told, such as the quantile of no observation, counts for nothing. */
const COMBINE: Readonly<Record<MetricAggregate, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  average: (a, b) => a + b,
  max: (a, b) => (b > a || Number.isNaN(a) ? b : a),
  min: (a, b) => (b < a || Number.isNaN(a) ? b : a),
  first: (a) => a,
};
