/** The newest values of a stream, for exact quantiles of what was seen lately. */
const MAX_VALUES = 250;

export class RecentValues {
  private readonly values = new Float64Array(MAX_VALUES);
  private count = 0;

  add(value: number): void {
    this.values[this.count++ % MAX_VALUES] = value;
  }

  /** The value that `ratio` of them do not exceed; null without any. */
  quantile(ratio: number): number | null {
    const sorted = this.values.slice(0, Math.min(this.count, MAX_VALUES)).toSorted();
    return sorted[Math.max(0, Math.ceil(ratio * sorted.length) - 1)] ?? null;
  }
}
