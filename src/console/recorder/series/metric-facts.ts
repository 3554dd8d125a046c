/** A metric and its series as the history reads them, ours and those of prom-client alike. */
import type { MetricAggregate, MetricType } from '../../../kernel/index.js';
import type { MetricFamily } from '../../../metrics/index.js';

export interface MetricFacts {
  /** As `/metrics` has it. */
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string;
  readonly help: string;
  readonly family: string;
  /** Of histograms, ascending, in the metric's unit. */
  readonly bounds: readonly number[];
  /** How gauges add up. */
  readonly aggregate: MetricAggregate;
}

/** One series of a metric: the same object with every reading. Cells of the metrics room are such. */
export interface CellView {
  readonly labelNames: readonly string[];
  readonly labelValues: readonly string[];
}

export interface NumberView extends CellView {
  readonly value: number;
}

export interface HistogramView extends CellView {
  /** Not cumulative; the last is everything above the highest bound. */
  readonly counts: readonly number[];
}

export interface SummaryView extends CellView {
  readonly count: number;
  readonly quantiles: { turn(): void; quantile(ratio: number): number };
}

export interface ViewsByType {
  counter: NumberView;
  gauge: NumberView;
  histogram: HistogramView;
  summary: SummaryView;
}

export type Labels = Readonly<Record<string, string>>;

export function factsOf(family: MetricFamily): MetricFacts {
  const { fullName: name, type, help, bounds, aggregator: aggregate, definition } = family;
  return { name, type, unit: definition.unit, help, family: definition.family, bounds, aggregate };
}

export function labelsOf({ labelNames, labelValues }: CellView): Labels {
  return Object.fromEntries(labelNames.map((name, index) => [name, labelValues[index]!]));
}

/** Whether these labels are among those of a series; a label that a series lacks is empty, as in Prometheus. */
export function fits(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => (labels[name] ?? '') === value);
}
