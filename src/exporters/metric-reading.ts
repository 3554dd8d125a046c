/** Metrics as they stand at one moment, ours and those of prom-client alike: what a push is made of, from the registry that is scraped. */
import type { MetricType, MetricUnit } from '../kernel/index.js';
import type {
  Cell,
  CellsByType,
  Exemplar,
  ForeignValue,
  HistogramCell,
  MetricFamily,
  ReadMetric,
  SummaryCell,
} from '../metrics/index.js';
import { SUMMARY_QUANTILES } from '../metrics/index.js';

export interface NumberReading {
  readonly value: number;
}

export interface HistogramReading {
  readonly count: number;
  readonly sum: number;
  /** Per bucket, not cumulative; one more than there are bounds. */
  readonly counts: readonly number[];
  readonly bounds: readonly number[];
  readonly exemplars: readonly Exemplar[];
}

export interface SummaryReading {
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly (readonly [quantile: number, value: number])[];
}

export interface ReadingsByType {
  counter: NumberReading;
  gauge: NumberReading;
  histogram: HistogramReading;
  summary: SummaryReading;
}

export type Reading = ReadingsByType[MetricType];
export type MetricAttributes = Readonly<Record<string, string>>;

export interface SeriesReading {
  /** The same from one reading to the next: a cell of ours, or a name with its labels. */
  readonly key: object | string;
  readonly attributes: MetricAttributes;
  readonly reading: Reading;
}

export interface MetricReading {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  /** As UCUM has it, or empty. */
  readonly unit: string;
  /** Whether its values come into being when they are read. */
  readonly isObserved: boolean;
  readonly series: Iterable<SeriesReading>;
}

/** A unit that would be added to the name in Prometheus stands in it already; a bare count has none, since `1` is a ratio there. */
const UNITS: Readonly<Record<MetricUnit, string>> = {
  seconds: 's',
  timestamp_seconds: 's',
  bytes: 'By',
  ratio: '1',
  cents: '{cent}',
  count: '',
};

/** @param nowMs by the registry's clock: gauges that were idle for too long are removed instead of read */
export function readingOfFamily(family: MetricFamily, defaultLabels: MetricAttributes, nowMs: number): MetricReading {
  const { fullName: name, help, type, definition, isCollected: isObserved } = family;
  return { name, help, type, unit: UNITS[definition.unit], isObserved, series: seriesOf(family, defaultLabels, nowMs) };
}

function* seriesOf(family: MetricFamily, defaultLabels: MetricAttributes, nowMs: number): Iterable<SeriesReading> {
  for (const cell of family.cells()) {
    if (family.hasIdleTimeout) family.removeIfIdle(cell, nowMs);
    if (cell.isRemoved) continue;
    const attributes = { ...defaultLabels, ...labelsOf(cell) };
    yield { key: cell, attributes, reading: cellReadings[family.type](cell as never) };
  }
}

const cellReadings: { readonly [T in MetricType]: (cell: CellsByType[T]) => ReadingsByType[T] } = {
  counter: ({ value }) => ({ value }),
  gauge: ({ value }) => ({ value }),
  histogram: ({ count, sum, counts, bounds, exemplars = [] }: HistogramCell) => ({
    count,
    sum,
    counts: [...counts],
    bounds,
    // Those of each bucket live on and change: what is read is a copy.
    exemplars: exemplars.flatMap((exemplar) => (exemplar === undefined ? [] : [{ ...exemplar }])),
  }),
  summary: ({ count, sum, quantiles }: SummaryCell) => {
    quantiles.turn();
    return { count, sum, quantiles: SUMMARY_QUANTILES.map((quantile) => [quantile, quantiles.quantile(quantile)]) };
  },
};

function labelsOf({ labelNames, labelValues }: Cell): Record<string, string> {
  return Object.fromEntries(labelNames.map((name, index) => [name, labelValues[index]!]));
}

/** A metric of prom-client's, whose histograms and summaries are put together from their samples. */
export function readingOfForeign({ reading, defaultLabels }: ReadMetric): MetricReading {
  const { name, help, type, values = [] } = reading;
  const groups = new Map<string, { readonly attributes: MetricAttributes; readonly samples: ForeignValue[] }>();
  for (const sample of values) {
    const attributes = attributesOf(sample, defaultLabels);
    const key = `${name}${JSON.stringify(Object.entries(attributes).toSorted())}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { attributes, samples: [sample] });
    else group.samples.push(sample);
  }
  const series = [...groups].map(([key, { attributes, samples }]) => ({
    key,
    attributes,
    reading: sampleReadings[type](samples, name),
  }));
  return { name, help, type, unit: '', isObserved: true, series };
}

function attributesOf({ labels }: ForeignValue, defaultLabels: ReadMetric['defaultLabels']): MetricAttributes {
  const { le: _le, quantile: _quantile, ...own } = labels ?? {};
  return Object.fromEntries(Object.entries({ ...defaultLabels, ...own }).map(([name, value]) => [name, String(value)]));
}

type SampleReader = (samples: readonly ForeignValue[], name: string) => Reading;

const numberReading: SampleReader = ([sample]) => ({ value: sample?.value ?? Number.NaN });

const sampleReadings: Readonly<Record<MetricType, SampleReader>> = {
  counter: numberReading,
  gauge: numberReading,
  histogram: (samples, name) => {
    const buckets = samples.filter(({ metricName }) => metricName === `${name}_bucket`);
    const cumulative = buckets.map(({ value }) => value);
    return {
      ...totalsOf(samples, name),
      counts: cumulative.map((count, bucket) => count - (cumulative[bucket - 1] ?? 0)),
      bounds: buckets.map(({ labels }) => Number(labels['le'])).filter(Number.isFinite),
      exemplars: buckets.flatMap(exemplarOf),
    };
  },
  summary: (samples, name) => ({
    ...totalsOf(samples, name),
    quantiles: samples.flatMap(({ labels, value }) =>
      labels['quantile'] === undefined ? [] : [[Number(labels['quantile']), value] as const],
    ),
  }),
};

function totalsOf(samples: readonly ForeignValue[], name: string): { readonly sum: number; readonly count: number } {
  const valueOf = (suffix: string): number =>
    samples.find(({ metricName }) => metricName === `${name}${suffix}`)?.value ?? 0;
  return { sum: valueOf('_sum'), count: valueOf('_count') };
}

function exemplarOf({ exemplar }: ForeignValue): Exemplar[] {
  if (exemplar === null || exemplar === undefined) return [];
  const { labelSet, value, timestamp } = exemplar;
  // prom-client's own names differ from OpenMetrics'.
  const traceId = String(labelSet['trace_id'] ?? labelSet['traceId'] ?? '');
  const spanId = String(labelSet['span_id'] ?? labelSet['spanId'] ?? '');
  return [{ traceId, spanId, value, epochMs: timestamp * 1000 }];
}
