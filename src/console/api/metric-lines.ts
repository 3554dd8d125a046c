/** The series of one metric as lines: added up by labels, rates and quantiles over the window that ends at each time. */
import type { MetricType } from '../../kernel/index.js';
import type { Labels, MetricFacts } from '../recorder/series/metric-facts.js';
import type { MetricHistory } from '../recorder/series/metric-history.js';
import { KnownPoints } from '../recorder/series/known-points.js';
import { SUMMARY_RATIOS, type Series } from '../recorder/series/series.js';
import { SeriesTotals } from '../recorder/series/series-totals.js';
import type { HeatMap, MetricLine } from '../shapes/index.js';
import type { MetricAxis } from './metric-axis.js';

const MAX_LINES = 20;
const QUANTILE_KINDS = ['p50', 'p95', 'p99'] as const;

interface Group {
  readonly labels: Labels;
  readonly series: readonly Series[];
}

interface GroupLines {
  /** What makes a group large. */
  readonly weight: number;
  /** Made for those that are shown. */
  readonly lines: () => readonly MetricLine[];
}

export class MetricLines {
  private readonly points: KnownPoints;

  constructor(
    private readonly metric: MetricHistory,
    private readonly series: readonly Series[],
    private readonly axis: MetricAxis,
    private readonly windowMs: number,
  ) {
    const { times, first } = axis;
    // From where the window of the first time begins.
    this.points = new KnownPoints(times, metric, Math.min(first, times.windowStart(first, windowMs)));
  }

  /** The largest first. @param by undefined: each series stands alone */
  lines(by: readonly string[] | undefined): readonly MetricLine[] {
    const { type } = this.metric.facts;
    const groups = grouped(this.series, by).map((group) => linesByType[type](this, group));
    const largest = groups.toSorted((one, other) => other.weight - one.weight);
    return largest.slice(0, MAX_LINES / lineCounts[type]).flatMap(({ lines }) => lines());
  }

  /** Of all series together; null for what has no buckets. */
  heatMap(): HeatMap | null {
    const { facts } = this.metric;
    if (facts.type !== 'histogram') return null;
    const totals = this.totalsOf(this.series);
    const nothing = Array.from({ length: facts.bounds.length + 1 }, () => 0);
    return {
      bounds: [...facts.bounds, null],
      counts: this.axis.values((point) => [...totals.sums(point, point)], nothing),
    };
  }

  counterLines({ labels, series }: Group): GroupLines {
    return { weight: this.countOf(series), lines: () => [this.rateLine(labels, this.totalsOf(series))] };
  }

  histogramLines({ labels, series }: Group): GroupLines {
    const lines = (): readonly MetricLine[] => {
      const totals = this.totalsOf(series);
      const quantileLine = (ratio: number, index: number): MetricLine => {
        const values = this.windowed((first, last) => totals.quantile(ratio, first, last));
        return line(this.metric.facts, QUANTILE_KINDS[index]!, labels, values);
      };
      return [this.rateLine(labels, totals), ...SUMMARY_RATIOS.map(quantileLine)];
    };
    return { weight: this.countOf(series), lines };
  }

  gaugeLines({ labels, series }: Group): GroupLines {
    const { facts } = this.metric;
    const valueAt = (point: number): number | null => {
      const slot = this.axis.times.slotOf(point);
      return aggregated(
        facts.aggregate,
        series.map(({ values }) => values[0]!.at(slot)),
      );
    };
    const lines = () => [line(facts, 'value', labels, this.axis.values<number | null>(valueAt, null))];
    return { weight: valueAt(this.axis.last) ?? Number.NEGATIVE_INFINITY, lines };
  }

  /** Quantiles do not add up: each series has its own. */
  summaryLines({ labels, series }: Group): GroupLines {
    const { times } = this.axis;
    const quantileLine = (kind: (typeof QUANTILE_KINDS)[number], index: number): MetricLine => {
      const valueAt = (point: number): number | null => known(series[0]!.values[index]!.at(times.slotOf(point)));
      return line(this.metric.facts, kind, labels, this.axis.values<number | null>(valueAt, null));
    };
    const lines = () => [this.rateLine(labels, this.totalsOf(series)), ...QUANTILE_KINDS.map(quantileLine)];
    return { weight: this.countOf(series), lines };
  }

  private rateLine(labels: Labels, totals: SeriesTotals): MetricLine {
    return line(
      this.metric.facts,
      'rate',
      labels,
      this.windowed((first, last) => totals.rate(first, last)),
    );
  }

  private windowed(valueOf: (first: number, last: number) => number | null): (number | null)[] {
    return this.axis.windowed(this.windowMs, valueOf);
  }

  private countOf(series: readonly Series[]): number {
    const columns = series.flatMap(({ increments }) => increments);
    return columns.reduce((sum, column) => sum + column.sumAt(this.points.slots), 0);
  }

  private totalsOf(series: readonly Series[]): SeriesTotals {
    return new SeriesTotals(this.points, this.metric.facts.bounds, series);
  }
}

/** Of one group. */
const lineCounts: Readonly<Record<MetricType, number>> = { counter: 1, gauge: 1, histogram: 4, summary: 4 };

const linesByType: { readonly [T in MetricType]: (lines: MetricLines, group: Group) => GroupLines } = {
  counter: (lines, group) => lines.counterLines(group),
  gauge: (lines, group) => lines.gaugeLines(group),
  histogram: (lines, group) => lines.histogramLines(group),
  summary: (lines, group) => lines.summaryLines(group),
};

function grouped(series: readonly Series[], by: readonly string[] | undefined): readonly Group[] {
  if (by === undefined) return series.map((one) => ({ labels: one.labels, series: [one] }));
  const groups = new Map<string, { readonly labels: Labels; readonly series: Series[] }>();
  for (const one of series) {
    const labels = Object.fromEntries(by.map((name) => [name, one.labels[name] ?? '']));
    const key = JSON.stringify(labels);
    const group = groups.get(key) ?? { labels, series: [] };
    group.series.push(one);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function line(
  { name }: MetricFacts,
  kind: MetricLine['kind'],
  labels: Labels,
  values: readonly (number | null)[],
): MetricLine {
  return { name: Object.values(labels).join(' ') || name, kind, labels, values };
}

/** Of series that are there; null where none is. */
function aggregated(aggregate: MetricFacts['aggregate'], values: readonly number[]): number | null {
  const there = values.filter((value) => !Number.isNaN(value));
  if (there.length === 0) return null;
  if (aggregate === 'max' || aggregate === 'first') return Math.max(...there);
  if (aggregate === 'min') return Math.min(...there);
  const sum = there.reduce((total, value) => total + value, 0);
  return aggregate === 'average' ? sum / there.length : sum;
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
