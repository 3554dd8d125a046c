/** Gives recorded values back, for tests, the console and application code that decides by its own metrics. */
import type { MetricType } from '../kernel/index.js';
import type { CellsByType } from './cells.js';
import type { MetricFamily } from './metric-family.js';
import { labelsOf, SUMMARY_QUANTILES } from './prometheus-values.js';

/**
 * What a histogram has counted.
 *
 * @example
 * ```ts
 * const meanOf = ({ sum, count }: HistogramReading): number => sum / count;
 * ```
 */
export interface HistogramReading {
  readonly count: number;
  readonly sum: number;
  /** Observations up to and including each bound, cumulative; the last bound is Infinity. */
  readonly buckets: readonly { readonly le: number; readonly count: number }[];
}

/**
 * What a summary has computed.
 *
 * @example
 * ```ts
 * const medianOf = ({ quantiles }: SummaryReading): number | undefined =>
 *   quantiles.find(({ quantile }) => quantile === 0.5)?.value;
 * ```
 */
export interface SummaryReading {
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}

/**
 * What was recorded: the number of a counter or gauge, or the figures of a histogram or summary.
 *
 * @example
 * ```ts
 * const placed: Reading | undefined = app.get(MetricsService).read('orders_total', { channel: 'web' });
 * ```
 */
export type Reading = number | HistogramReading | SummaryReading;

/**
 * One series of a metric: its labels and its value.
 *
 * @example
 * ```ts
 * const isFailure = ({ labels: { outcome } }: SeriesSnapshot): boolean => outcome === 'error';
 * ```
 */
export interface SeriesSnapshot {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: Reading;
}

/**
 * A metric with all its series, as of now.
 *
 * @example
 * ```ts
 * const names = app.get(MetricsService).snapshot().map(({ name, series }: MetricSnapshot) => `${name}: ${series.length} series`);
 * ```
 */
export interface MetricSnapshot {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly series: readonly SeriesSnapshot[];
}

/** The sum over all series that have these labels; undefined without any. Of summaries, the first series. */
export function readFamily(
  family: MetricFamily,
  labels: Readonly<Record<string, string | number | boolean>>,
): Reading | undefined {
  const wanted = Object.entries(labels).map(([name, value]) => [name, String(value)] as const);
  const readings = [...family.cells()]
    .filter((cell) => wanted.every(([name, value]) => cell.labelValues[cell.labelNames.indexOf(name)] === value))
    .map((cell) => readingOf(family.type, cell));
  return readings.length === 0 ? undefined : readings.reduce(added);
}

export function snapshotOf(family: MetricFamily): MetricSnapshot {
  const { fullName: name, type, help } = family;
  const series = [...family.cells()].map((cell) => ({ labels: labelsOf(cell), value: readingOf(type, cell) }));
  return { name, type, help, series };
}

const readings: { readonly [T in MetricType]: (cell: CellsByType[T]) => Reading } = {
  counter: ({ value }) => value,
  gauge: ({ value }) => value,
  histogram: ({ count, sum, counts, bounds }) => ({ count, sum, buckets: cumulative(counts, bounds) }),
  summary: ({ count, sum, quantiles }) => ({
    count,
    sum,
    quantiles: SUMMARY_QUANTILES.map((quantile) => ({ quantile, value: quantiles.quantile(quantile) })),
  }),
};

function readingOf(type: MetricType, cell: CellsByType[MetricType]): Reading {
  return readings[type](cell as never);
}

function cumulative(counts: readonly number[], bounds: readonly number[]): HistogramReading['buckets'] {
  let total = 0;
  return counts.map((count, bucket) => ({ le: bounds[bucket] ?? Infinity, count: (total += count) }));
}

function added(a: Reading, b: Reading): Reading {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) + Number(b);
  if (!('buckets' in a) || !('buckets' in b)) return a;
  const buckets = a.buckets.map(({ le, count }, index) => ({ le, count: count + b.buckets[index]!.count }));
  return { count: a.count + b.count, sum: a.sum + b.sum, buckets };
}
