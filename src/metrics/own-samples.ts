/** Writes the samples of our own series. Label text is made once per series; a series is written in one go. */
import type { MetricType } from '../kernel/index.js';
import type { Cell, CellsByType, Exemplar, HistogramCell, SummaryCell } from './cells.js';
import type { MetricFamily } from './metric-family.js';
import { labelsOf, SUMMARY_QUANTILES } from './prometheus-values.js';
import { formatLabels, formatNumber, type TextFormat } from './text-format.js';

type DefaultLabels = Readonly<Record<string, string>>;

/** Gives the function that writes one series of the family. */
export function sampleWriter(
  family: MetricFamily,
  format: TextFormat,
  defaultLabels: DefaultLabels,
): (cell: Cell) => string {
  const write = writers[family.type](family as never, format);
  return (cell) => write(cell as never, (cell.labelText ??= labelTextOf(cell, defaultLabels)));
}

type Writer<T extends MetricType> = (cell: CellsByType[T], labels: string) => string;
type Writers = { readonly [T in MetricType]: (family: MetricFamily<T>, format: TextFormat) => Writer<T> };

const writers: Writers = {
  counter: ({ fullName }, format) => {
    const name = format.counterName(fullName);
    return (cell, labels) => sample(name, labels, cell.value);
  },
  gauge:
    ({ fullName }) =>
    (cell, labels) =>
      sample(fullName, labels, cell.value),
  histogram: ({ fullName, bounds }, format) => {
    const les = [...bounds.map((bound) => `le="${format.bound(bound)}"`), 'le="+Inf"'];
    return (cell, labels) => buckets(fullName, les, cell, labels, format) + totals(fullName, cell, labels);
  },
  summary: ({ fullName }, format) => {
    const names = SUMMARY_QUANTILES.map((quantile) => `quantile="${format.bound(quantile)}"`);
    return (cell, labels) => quantiles(fullName, names, cell, labels) + totals(fullName, cell, labels);
  },
};

function buckets(
  name: string,
  les: readonly string[],
  cell: HistogramCell,
  labels: string,
  format: TextFormat,
): string {
  const start = labels === '' ? `${name}_bucket{` : `${name}_bucket{${labels},`;
  let lines = '';
  let cumulative = 0;
  for (let bucket = 0; bucket < les.length; bucket++) {
    cumulative += cell.counts[bucket]!;
    const exemplar = format.hasExemplars ? exemplarText(cell.exemplars?.[bucket]) : '';
    lines += `${start}${les[bucket]!}} ${cumulative}${exemplar}\n`;
  }
  return lines;
}

function quantiles(name: string, names: readonly string[], cell: SummaryCell, labels: string): string {
  cell.quantiles.turn();
  const start = labels === '' ? '' : `${labels},`;
  return names
    .map((label, index) => sample(name, start + label, cell.quantiles.quantile(SUMMARY_QUANTILES[index]!)))
    .join('');
}

function totals(name: string, cell: HistogramCell | SummaryCell, labels: string): string {
  return sample(`${name}_sum`, labels, cell.sum) + sample(`${name}_count`, labels, cell.count);
}

function sample(name: string, labels: string, value: number): string {
  return labels === '' ? `${name} ${formatNumber(value)}\n` : `${name}{${labels}} ${formatNumber(value)}\n`;
}

function exemplarText(exemplar: Exemplar | undefined): string {
  if (exemplar === undefined) return '';
  const { traceId, spanId, value, epochMs } = exemplar;
  return ` # {trace_id="${traceId}",span_id="${spanId}"} ${formatNumber(value)} ${epochMs / 1000}`;
}

/** A label of the series itself wins over a default label of its name. */
function labelTextOf(cell: Cell, defaultLabels: DefaultLabels): string {
  const labels = labelsOf(cell);
  return flat(formatLabels({ ...labels, ...defaultLabels, ...labels }));
}

/** A concatenated string keeps its parts alive, at two and a half times the memory, until it is made anew. */
function flat(concatenated: string): string {
  return Buffer.from(concatenated).toString();
}
