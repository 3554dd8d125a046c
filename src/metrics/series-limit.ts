/**
 * Series by their label values, with a bound on what labels may cost. A label with too many values folds further ones into
 * `_OTHER`, a metric with too many series folds further ones into the series that is `_OTHER` throughout: memory is bounded,
 * totals stay exact, and one warning names the culprit.
 */
import type { Diagnostics } from '../kernel/index.js';
import { LabelColumn } from './label-column.js';
import { RowIndex } from './row-index.js';

/** Characters of a label value; a longer one is a mistake, and would be kept for ever. */
const MAX_VALUE_LENGTH = 256;

export const OVERFLOW_LABEL = '_OTHER';

export interface SeriesLimits {
  readonly maxSeries: number;
  readonly maxLabelValues: number;
  /** Limits of single labels, by name. */
  readonly labelLimits: ReadonlyMap<string, number>;
}

/** Shared by all tables of one metric, so that the series limit holds for their sum. */
export interface SeriesBudget {
  readonly metric: string;
  readonly limits: SeriesLimits;
  readonly diagnostics: Diagnostics;
  seriesCount: number;
}

export class SeriesTable<Leaf extends object> {
  readonly columns: readonly LabelColumn[];
  /** Each series as the numbers of its label values. */
  private readonly rows: RowIndex;
  private readonly leafAt: (Leaf | undefined)[] = [];
  /** The row that is looked for, here so that looking makes nothing. */
  private readonly sought: Int32Array;

  constructor(
    readonly labelNames: readonly string[],
    private readonly budget: SeriesBudget,
    private readonly makeLeaf: (labelValues: readonly string[], row: number) => Leaf,
  ) {
    this.columns = labelNames.map(() => new LabelColumn());
    this.rows = new RowIndex(labelNames.length);
    this.sought = new Int32Array(labelNames.length);
  }

  /** The leaf of these values, made when new and folded when the limits are reached. Values past the last label are ignored. */
  find(values: readonly string[]): Leaf {
    return this.lookUp(values) ?? this.admit(values);
  }

  lookUp(values: readonly string[]): Leaf | undefined {
    const row = this.rowOf(values);
    return row < 0 ? undefined : this.leafAt[row];
  }

  get seriesCount(): number {
    return this.rows.size;
  }

  /** Those there are now; of series that come and go afterwards the list knows nothing. */
  get leaves(): readonly Leaf[] {
    const leaves = this.leafAt;
    return this.seriesCount === leaves.length
      ? (leaves.slice() as Leaf[])
      : leaves.filter((leaf) => leaf !== undefined);
  }

  labelValues(row: number): string[] {
    return this.columns.map((column, level) => column.valueAt(this.rows.at(row, level)));
  }

  /** The number of a value of the series in the column of its label. */
  valueNumber(row: number, level: number): number {
    return this.rows.at(row, level);
  }

  remove(values: readonly string[]): Leaf | undefined {
    const row = this.rowOf(values);
    if (row < 0) return undefined;
    const leaf = this.leafAt[row];
    this.leafAt[row] = undefined;
    this.rows.remove(row);
    this.columns.forEach((column, level) => column.release(this.rows.at(row, level)));
    this.budget.seriesCount--;
    return leaf;
  }

  /** -1 when there is none. */
  private rowOf(values: readonly string[]): number {
    const { columns, sought } = this;
    for (let level = 0; level < columns.length; level++) {
      const number = columns[level]!.numberOf(values[level]!);
      if (number === undefined) return -1;
      sought[level] = number;
    }
    return this.rows.find(sought);
  }

  private admit(values: readonly string[]): Leaf {
    const folded = this.labelNames.map((_, level) => this.fold(values[level], level));
    const known = this.lookUp(folded);
    if (known !== undefined) return known;
    if (this.budget.seriesCount < this.budget.limits.maxSeries || folded.length === 0) return this.create(folded);
    return this.overflow();
  }

  /** The value as it may be stored: text, and `_OTHER` when the label has no room for another one. */
  private fold(value: unknown, level: number): string {
    const text = this.textOf(value, level);
    const column = this.columns[level]!;
    if (column.numberOf(text) !== undefined || text === OVERFLOW_LABEL) return text;
    const { maxLabelValues, labelLimits } = this.budget.limits;
    const limit = labelLimits.get(this.labelNames[level]!) ?? maxLabelValues;
    if (column.size - (column.numberOf(OVERFLOW_LABEL) === undefined ? 0 : 1) < limit) return text;
    this.reportLabel(this.labelNames[level]!, limit);
    return OVERFLOW_LABEL;
  }

  private textOf(value: unknown, level: number): string {
    if (typeof value === 'string') return value.length > MAX_VALUE_LENGTH || HALF.test(value) ? cut(value) : value;
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
    const label = `label ${this.labelNames[level]!} of ${this.budget.metric}`;
    this.budget.diagnostics.failed('metrics', 'labels', new TypeError(`${label} must be text; got ${typeof value}`));
    return '';
  }

  private create(values: readonly string[]): Leaf {
    this.columns.forEach((column, level) => (this.sought[level] = column.use(values[level]!)));
    const row = this.rows.add(this.sought);
    const leaf = this.makeLeaf(values, row);
    this.leafAt[row] = leaf;
    this.budget.seriesCount++;
    return leaf;
  }

  private overflow(): Leaf {
    this.report(this.widestLabel(), `it has more than ${this.budget.limits.maxSeries} series`, 'metrics.maxSeries');
    const values = this.labelNames.map(() => OVERFLOW_LABEL);
    return this.lookUp(values) ?? this.create(values);
  }

  private reportLabel(label: string, limit: number): void {
    const isOwnLimit = this.budget.limits.labelLimits.has(label);
    const setting = isOwnLimit ? `the max of @MetricLabel('${label}')` : 'metrics.maxLabelValues';
    this.report(label, `label ${label} has more than ${limit} values`, setting);
  }

  private report(label: string, fact: string, setting: string): void {
    const { metric, diagnostics } = this.budget;
    diagnostics.dropped('metrics', 'cardinality');
    diagnostics.warnOnce(
      `cardinality:${metric}`,
      `Metric ${metric} is folded into ${label}="${OVERFLOW_LABEL}": ${fact}. Totals stay exact. ` +
        `Give ${label} fewer values, or raise ${setting}.`,
    );
  }

  private widestLabel(): string {
    const widths = this.columns.map(({ size }) => size);
    return this.labelNames[widths.indexOf(Math.max(...widths))]!;
  }
}

/** Half a character: written as bytes, all of them are the same, and two series would have one name. */
const HALF = /\p{Surrogate}/u;

/** A slice keeps the whole text alive, so this is a copy: by way of bytes, as it is written. */
function cut(value: string): string {
  return Buffer.from(value.slice(0, MAX_VALUE_LENGTH)).toString();
}
