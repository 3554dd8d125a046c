/** What the guard must make of the labels `id` and `size`, found out by counting what there is already. */
const OTHER = '_OTHER';

export class Folding {
  /** How often it had to fold. */
  folds = 0;
  private readonly ids = new Set<string>();
  private readonly series = new Set<string>();

  constructor(
    private readonly maxLabelValues: number,
    private readonly maxSeries: number,
  ) {}

  /** Labels of the series that counts it. */
  admit(id: string, size: string): { readonly id: string; readonly size: string } {
    const labels = { id: this.foldedId(id), size };
    const key = JSON.stringify(labels);
    if (this.series.has(key)) return labels;
    if (this.series.size >= this.maxSeries) return this.fold({ id: OTHER, size: OTHER });
    this.series.add(key);
    // A value takes its place with its first series.
    if (labels.id !== OTHER) this.ids.add(id);
    return labels;
  }

  private foldedId(id: string): string {
    return this.ids.has(id) || this.ids.size < this.maxLabelValues ? id : this.fold(OTHER);
  }

  private fold<T>(into: T): T {
    this.folds++;
    return into;
  }
}
