/** Metrics of prom-client in the shape of ours: one object a series, the same one with every reading. */
import type { ForeignValue, ReadMetric } from '../../../metrics/index.js';
import type { CellView, HistogramView, Labels, MetricFacts, NumberView, SummaryView } from './metric-facts.js';

type ForeignReading = ReadMetric['reading'];

/** How often a series shows on `/metrics`: a histogram once a bucket. */
interface ForeignCell extends NumberView, HistogramView, SummaryView {
  value: number;
  counts: number[];
  count: number;
  /** By `quantile`. */
  readonly quantileValues: Map<number, number>;
}

export class ForeignCells {
  private cells = new Map<string, ForeignCell>();

  constructor(private readonly maxCells: number) {}

  /** Those there are now, as far as there may be any. */
  update(reading: ForeignReading): Iterable<CellView> {
    const before = this.cells;
    this.cells = new Map();
    for (const value of reading.values ?? []) {
      const { le, quantile, ...own } = textLabels(value.labels);
      const cell = this.cellOf(own, before);
      if (cell !== undefined) put(cell, reading, value, le ?? quantile);
    }
    for (const cell of this.cells.values()) cell.counts = apart(cell.counts);
    return this.cells.values();
  }

  private cellOf(labels: Labels, before: ReadonlyMap<string, ForeignCell>): ForeignCell | undefined {
    const key = JSON.stringify(labels);
    const known = this.cells.get(key);
    if (known !== undefined || this.cells.size >= this.maxCells) return known;
    const cell = before.get(key) ?? emptyCell(labels);
    cell.counts = [];
    this.cells.set(key, cell);
    return cell;
  }
}

/** What prom-client does not know of its metrics is guessed from their names. */
export function foreignFacts({ name, type, help, values = [], aggregator }: ForeignReading): MetricFacts {
  const bounds = new Set(values.map(({ labels }) => Number(labels['le'])).filter(Number.isFinite));
  return {
    name,
    type,
    unit: /_(seconds|bytes|ratio)(_total)?$/.exec(name)?.[1] ?? 'count',
    help,
    family: /^(process|nodejs)_/.test(name) ? 'runtime' : 'prom-client',
    bounds: [...bounds].toSorted((left, right) => left - right),
    aggregate: aggregator === undefined || aggregator === 'omit' ? 'sum' : aggregator,
  };
}

function put(
  cell: ForeignCell,
  { name }: ForeignReading,
  { value, metricName = name }: ForeignValue,
  bound: string | undefined,
): void {
  const amount = Number.isFinite(value) ? value : 0;
  if (metricName === `${name}_bucket`) cell.counts.push(amount);
  else if (metricName === `${name}_count`) cell.count = amount;
  else if (metricName !== name) return;
  else if (bound !== undefined) cell.quantileValues.set(Number(bound), value);
  else cell.value = amount;
}

/** Buckets come cumulative, and in the order of their bounds. */
function apart(cumulative: readonly number[]): number[] {
  return cumulative.map((count, bucket) => count - (cumulative[bucket - 1] ?? 0));
}

function emptyCell(labels: Labels): ForeignCell {
  const quantileValues = new Map<number, number>();
  return {
    labelNames: Object.keys(labels),
    labelValues: Object.values(labels),
    value: 0,
    counts: [],
    count: 0,
    quantileValues,
    quantiles: { turn: () => undefined, quantile: (ratio) => quantileValues.get(ratio) ?? Number.NaN },
  };
}

function textLabels(labels: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}
