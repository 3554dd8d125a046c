/** What only grows in a series, as one list of numbers of which the first tells whether any has changed. */
import type { MetricType } from '../../../kernel/index.js';
import type { Cell, CounterCell, HistogramCell, SummaryCell } from '../../cells.js';

export interface Totals<C extends Cell = Cell> {
  first(cell: C): number;
  /** How many there are. */
  width(cell: C): number;
  list(cell: C): readonly number[];
  add(cell: C, by: readonly number[]): void;
}

const counter: Totals<CounterCell> = {
  first: ({ value }) => value,
  width: () => 1,
  list: ({ value }) => [value],
  add: (cell, [by]) => void (cell.value += by!),
};

const histogram: Totals<HistogramCell> = {
  first: ({ count }) => count,
  width: ({ counts }) => 2 + counts.length,
  list: ({ count, sum, counts }) => [count, sum, ...counts],
  add: (cell, [count, sum, ...counts]) => {
    cell.count += count!;
    cell.sum += sum!;
    counts.forEach((by, bucket) => (cell.counts[bucket]! += by));
  },
};

const summary: Totals<SummaryCell> = {
  first: ({ count }) => count,
  width: () => 2,
  list: ({ count, sum }) => [count, sum],
  add: (cell, [count, sum]) => {
    cell.count += count!;
    cell.sum += sum!;
  },
};

const totals: Partial<Record<MetricType, unknown>> = { counter, histogram, summary };

/** Undefined for gauges, which have none. */
export function totalsOf(type: MetricType): Totals | undefined {
  return totals[type] as Totals | undefined;
}
