/** Tells by how much the totals of our families grew since it last told. What was told is remembered per series. */
import type { Cell, Exemplar, HistogramCell } from '../../cells.js';
import type { MetricFamily } from '../../metric-family.js';
import type { SeriesTable } from '../../series-limit.js';
import type { Growth, SeriesGrowth } from './contribution.js';
import { headOf, type DefaultLabels, TravellingLabels } from './family-head.js';
import { totalsOf, type Totals } from './totals.js';

/** Series that are looked at before others may run. */
const PIECE_SERIES = 256;

export class GrowthReader {
  private readonly told = new WeakMap<SeriesTable<Cell>, ToldTotals>();

  constructor(private readonly defaultLabels: DefaultLabels) {}

  /** In pieces; undefined where nothing is new. A family is told when it is new, even without series. */
  *growth(families: Iterable<MetricFamily>): Iterable<Growth | undefined> {
    for (const family of families) {
      const totals = totalsOf(family.type);
      if (totals === undefined) continue;
      for (const table of family.seriesTables()) yield* this.growthOf(family, table, totals);
    }
  }

  private *growthOf(family: MetricFamily, table: SeriesTable<Cell>, totals: Totals): Iterable<Growth | undefined> {
    const labels = new TravellingLabels(table.labelNames, this.defaultLabels);
    const head = { kind: 'growth', family: headOf(family), labelNames: labels.names } as const;
    if (!this.told.has(table)) yield { ...head, series: [] };
    const told = this.toldOf(table, totals);
    const cells = table.leaves;
    for (let start = 0; start < cells.length; start += PIECE_SERIES) {
      const series: SeriesGrowth[] = [];
      for (const cell of cells.slice(start, start + PIECE_SERIES)) {
        const growth = told.growthOf(cell);
        if (growth !== undefined) series.push({ labels: labels.of(cell), ...growth });
      }
      yield series.length > 0 ? { ...head, series } : undefined;
    }
  }

  private toldOf(table: SeriesTable<Cell>, totals: Totals): ToldTotals {
    let told = this.told.get(table);
    if (told === undefined) this.told.set(table, (told = new ToldTotals(totals)));
    return told;
  }
}

const FEWEST_ROWS = 16;

/** What was told of the series of one table, by row. */
class ToldTotals {
  /** A row may have passed to another series. */
  private readonly cells: (Cell | undefined)[] = [];
  private values = new Float64Array(0);

  constructor(private readonly totals: Totals) {}

  /** Undefined when there is nothing new. A series is told when it is new, even of 0. */
  growthOf(cell: Cell): Omit<SeriesGrowth, 'labels'> | undefined {
    if (cell.isRemoved) return undefined;
    const list = this.listIfNew(cell);
    if (list === undefined) return undefined;
    const start = cell.row * list.length;
    this.makeRoom(start + list.length);
    // What is smaller than it was has begun anew.
    const isAnew = !this.isKnown(cell) || list[0]! < this.values[start]!;
    const by = isAnew ? list : list.map((total, index) => total - this.values[start + index]!);
    this.values.set(list, start);
    this.cells[cell.row] = cell;
    return { by, ...exemplarsOf(cell, by) };
  }

  private listIfNew(cell: Cell): readonly number[] | undefined {
    const { totals } = this;
    const isSame = this.isKnown(cell) && this.values[cell.row * totals.width(cell)] === totals.first(cell);
    return isSame ? undefined : totals.list(cell);
  }

  private isKnown(cell: Cell): boolean {
    return this.cells[cell.row] === cell;
  }

  private makeRoom(length: number): void {
    if (length <= this.values.length) return;
    const grown = new Float64Array(Math.max(length * 2, FEWEST_ROWS));
    grown.set(this.values);
    this.values = grown;
  }
}

/** Those of buckets that grew: others have been told. */
function exemplarsOf(cell: Cell, [, , ...counts]: readonly number[]): { exemplars?: (Exemplar | null)[] } {
  const { exemplars } = cell as Partial<HistogramCell>;
  if (exemplars === undefined) return {};
  return { exemplars: counts.map((by, bucket) => (by > 0 ? (exemplars[bucket] ?? null) : null)) };
}
