/** One series over time, and how each type of metric is read into it. */
import type { MetricType } from '../../../kernel/index.js';
import { IncrementColumn, ValueColumn, type SeriesRoom } from './columns.js';
import { labelsOf, type CellView, type Labels, type MetricFacts, type ViewsByType } from './metric-facts.js';

/** Of summaries, which have been computed where they were recorded. */
export const SUMMARY_RATIOS = [0.5, 0.95, 0.99] as const;

/** Beside its columns' values: labels, and the objects themselves. Estimated. */
const SERIES_BYTES = 400;
const COLUMN_BYTES = 48;

export class Series {
  readonly labels: Labels;
  /** Of a counter one, of a histogram one a bucket, of a summary its count. */
  readonly increments: readonly IncrementColumn[];
  /** Of a gauge one, of a summary one a quantile. */
  readonly values: readonly ValueColumn[];
  /** The last reading that has seen it. */
  lastPoint = -1;
  private readonly bytes: number;

  private constructor(
    { type, bounds }: MetricFacts,
    cell: CellView,
    private readonly room: SeriesRoom,
  ) {
    const { increments, values } = columnCounts[type](bounds.length);
    this.bytes = bytesOf(type, bounds.length);
    this.labels = labelsOf(cell);
    this.increments = Array.from({ length: increments }, () => new IncrementColumn(room));
    this.values = Array.from({ length: values }, () => new ValueColumn(room));
  }

  /** Undefined where there is no room for another one. */
  static of(facts: MetricFacts, cell: CellView, room: SeriesRoom): Series | undefined {
    return room.admit(bytesOf(facts.type, facts.bounds.length)) ? new Series(facts, cell, room) : undefined;
  }

  /** It is not there, or was not read. */
  miss(slot: number): void {
    for (const column of this.increments) column.miss(slot);
    for (const column of this.values) column.miss(slot);
  }

  release(): void {
    for (const column of [...this.increments, ...this.values]) column.release();
    this.room.dismiss(this.bytes);
  }
}

interface ColumnCounts {
  readonly increments: number;
  readonly values: number;
}

const columnCounts: { readonly [T in MetricType]: (boundCount: number) => ColumnCounts } = {
  counter: () => ({ increments: 1, values: 0 }),
  gauge: () => ({ increments: 0, values: 1 }),
  histogram: (boundCount) => ({ increments: boundCount + 1, values: 0 }),
  summary: () => ({ increments: 1, values: SUMMARY_RATIOS.length }),
};

function bytesOf(type: MetricType, boundCount: number): number {
  const { increments, values } = columnCounts[type](boundCount);
  return SERIES_BYTES + COLUMN_BYTES * (increments + values);
}

/** False where there is no room for what was read. */
type Read<T extends MetricType> = (series: Series, cell: ViewsByType[T], slot: number, isKnown: boolean) => boolean;

const reads: { readonly [T in MetricType]: Read<T> } = {
  counter: ({ increments }, { value }, slot, isKnown) => increments[0]!.take(value, slot, isKnown),
  gauge: ({ values }, { value }, slot) => values[0]!.take(value, slot),
  histogram: ({ increments }, { counts }, slot, isKnown) => {
    for (let bucket = 0; bucket < increments.length; bucket++)
      if (!increments[bucket]!.take(counts[bucket]!, slot, isKnown)) return false;
    return true;
  },
  summary: ({ increments, values }, { count, quantiles }, slot, isKnown) => {
    quantiles.turn();
    const isKept = SUMMARY_RATIOS.every((ratio, index) => values[index]!.take(quantiles.quantile(ratio), slot));
    return increments[0]!.take(count, slot, isKnown) && isKept;
  },
};

/** @param isKnown whether what has been counted since the last reading is known to be of this reading alone */
export function readInto(series: Series, type: MetricType, cell: CellView, slot: number, isKnown: boolean): boolean {
  return reads[type](series, cell as never, slot, isKnown);
}
