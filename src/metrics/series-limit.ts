/**
 * Series by their label values, in nested maps, with a bound on what labels may cost. A label with too many values folds
 * further ones into `_OTHER`, a metric with too many series folds further ones into the series that is `_OTHER` throughout:
 * memory is bounded, totals stay exact, and one warning names the culprit.
 */
import type { Diagnostics } from '../kernel/index.js';

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

type Branch<Leaf> = Map<string, Branch<Leaf> | Leaf>;

export class SeriesTable<Leaf extends object> {
  readonly leaves = new Set<Leaf>();
  private readonly root: Branch<Leaf> = new Map();
  private sole: Leaf | undefined;
  /** Per label: how many series have each value. */
  private readonly uses: readonly Map<string, number>[];

  constructor(
    readonly labelNames: readonly string[],
    private readonly budget: SeriesBudget,
    private readonly makeLeaf: (labelValues: readonly string[]) => Leaf,
  ) {
    this.uses = labelNames.map(() => new Map());
  }

  /** The leaf of these values, made when new and folded when the limits are reached. Values past the last label are ignored. */
  find(values: readonly string[]): Leaf {
    return this.lookUp(values) ?? this.admit(values);
  }

  lookUp(values: readonly string[]): Leaf | undefined {
    const depth = this.labelNames.length;
    if (depth === 0) return this.sole;
    let node: Branch<Leaf> | Leaf | undefined = this.root;
    for (let level = 0; level < depth && node !== undefined; level++) {
      node = (node as Branch<Leaf>).get(values[level]!);
    }
    return node as Leaf | undefined;
  }

  remove(values: readonly string[]): Leaf | undefined {
    const leaf = this.lookUp(values);
    if (leaf === undefined) return undefined;
    if (this.labelNames.length === 0) this.sole = undefined;
    else this.unlink(this.root, values, 0);
    this.leaves.delete(leaf);
    this.budget.seriesCount--;
    this.labelNames.forEach((_, level) => this.release(level, values[level]!));
    return leaf;
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
    const uses = this.uses[level]!;
    if (uses.has(text) || text === OVERFLOW_LABEL) return text;
    const { maxLabelValues, labelLimits } = this.budget.limits;
    const limit = labelLimits.get(this.labelNames[level]!) ?? maxLabelValues;
    if (uses.size - (uses.has(OVERFLOW_LABEL) ? 1 : 0) < limit) return text;
    this.reportLabel(this.labelNames[level]!, limit);
    return OVERFLOW_LABEL;
  }

  private textOf(value: unknown, level: number): string {
    if (typeof value === 'string') return value.length > MAX_VALUE_LENGTH ? value.slice(0, MAX_VALUE_LENGTH) : value;
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
    const label = `label ${this.labelNames[level]!} of ${this.budget.metric}`;
    this.budget.diagnostics.failed('metrics', 'labels', new TypeError(`${label} must be text; got ${typeof value}`));
    return '';
  }

  private create(values: readonly string[]): Leaf {
    const leaf = this.makeLeaf(values);
    this.link(values, leaf);
    this.leaves.add(leaf);
    this.budget.seriesCount++;
    values.forEach((value, level) => this.uses[level]!.set(value, (this.uses[level]!.get(value) ?? 0) + 1));
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
    const widths = this.uses.map((uses) => uses.size);
    return this.labelNames[widths.indexOf(Math.max(...widths))]!;
  }

  private link(values: readonly string[], leaf: Leaf): void {
    const last = values.length - 1;
    if (last < 0) this.sole = leaf;
    else this.branchAt(values, last).set(values[last]!, leaf);
  }

  /** Takes empty branches away too, or entities that come and go would leave them behind. */
  private unlink(branch: Branch<Leaf>, values: readonly string[], level: number): void {
    const value = values[level]!;
    if (level === this.labelNames.length - 1) {
      branch.delete(value);
      return;
    }
    const next = branch.get(value) as Branch<Leaf>;
    this.unlink(next, values, level + 1);
    if (next.size === 0) branch.delete(value);
  }

  private branchAt(values: readonly string[], depth: number): Branch<Leaf> {
    let branch = this.root;
    for (let level = 0; level < depth; level++) {
      let next = branch.get(values[level]!) as Branch<Leaf> | undefined;
      if (next === undefined) branch.set(values[level]!, (next = new Map()));
      branch = next;
    }
    return branch;
  }

  private release(level: number, value: string): void {
    const uses = this.uses[level]!;
    const left = uses.get(value)! - 1;
    if (left > 0) uses.set(value, left);
    else uses.delete(value);
  }
}
