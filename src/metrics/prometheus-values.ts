/** Series in the shape prom-client's own metrics answer with, for user code that reads a prom-client registry. */
import type { MetricType } from '../kernel/index.js';
import type { Cell, CellsByType, Exemplar, HistogramCell, SummaryCell } from './cells.js';

export type PrometheusLabels = Record<string, string | number>;

export interface PrometheusExemplar {
  readonly labelSet: PrometheusLabels;
  readonly value: number;
  /** Seconds since the Unix epoch. */
  readonly timestamp: number;
}

export interface PrometheusValue {
  readonly labels: PrometheusLabels;
  readonly value: number;
  /** Where it differs from the family's: `x_bucket`, `x_sum`, `x_count`. */
  readonly metricName?: string;
  readonly exemplar?: PrometheusExemplar;
}

export const SUMMARY_QUANTILES: readonly number[] = [0.5, 0.9, 0.95, 0.99];

type ValuesOf<T extends MetricType> = (cell: CellsByType[T], name: string) => PrometheusValue[];

export const prometheusValues: { readonly [T in MetricType]: ValuesOf<T> } = {
  counter: (cell) => [{ labels: labelsOf(cell), value: cell.value }],
  gauge: (cell) => [{ labels: labelsOf(cell), value: cell.value }],
  histogram: (cell, name) => [...bucketsOf(cell, name), ...totalsOf(cell, name)],
  summary: (cell, name) => [...quantilesOf(cell), ...totalsOf(cell, name)],
};

export function labelsOf({ labelNames, labelValues }: Cell): Record<string, string> {
  return Object.fromEntries(labelNames.map((name, index) => [name, labelValues[index]!]));
}

function bucketsOf(cell: HistogramCell, name: string): PrometheusValue[] {
  const labels = labelsOf(cell);
  let cumulative = 0;
  return cell.counts.map((count, bucket) => {
    cumulative += count;
    const le = cell.bounds[bucket] ?? '+Inf';
    const exemplar = exemplarOf(cell.exemplars?.[bucket]);
    return { labels: { le, ...labels }, value: cumulative, metricName: `${name}_bucket`, ...exemplar };
  });
}

function quantilesOf(cell: SummaryCell): PrometheusValue[] {
  cell.quantiles.turn();
  const labels = labelsOf(cell);
  return SUMMARY_QUANTILES.map((quantile) => ({
    labels: { quantile, ...labels },
    value: cell.quantiles.quantile(quantile),
  }));
}

function totalsOf(cell: HistogramCell | SummaryCell, name: string): PrometheusValue[] {
  const labels = labelsOf(cell);
  return [
    { labels, value: cell.sum, metricName: `${name}_sum` },
    { labels, value: cell.count, metricName: `${name}_count` },
  ];
}

function exemplarOf(exemplar: Exemplar | undefined): { exemplar?: PrometheusExemplar } {
  if (exemplar === undefined) return {};
  const { traceId, spanId, value, epochMs } = exemplar;
  return { exemplar: { labelSet: { trace_id: traceId, span_id: spanId }, value, timestamp: epochMs / 1000 } };
}
