/** `GET metric`: one metric over time, and the same question as PromQL. */
import { problemOf } from '../../endpoints/index.js';
import type { Clock } from '../../kernel/index.js';
import { HistogramCell, type Cell, type MetricFamily, type MetricRegistry } from '../../metrics/index.js';
import { fits, labelsOf, type Labels, type MetricFacts } from '../recorder/series/metric-facts.js';
import type { MetricHistory } from '../recorder/series/metric-history.js';
import type { SeriesHistory } from '../recorder/series-history.js';
import type { ConsoleResource } from '../resource.js';
import type { Exemplar, MetricAnswer } from '../shapes/index.js';
import { MetricAxis } from './metric-axis.js';
import { familyNamed, metricEntry } from './metric-entry.js';
import { MetricLines } from './metric-lines.js';
import { promqlOf } from './metric-promql.js';
import { metricQuery, type MetricQuery } from './metric-query.js';

const MAX_LABEL_VALUES = 200;
const MAX_EXEMPLARS = 200;

export class MetricResource implements ConsoleResource {
  readonly name = 'metric';

  constructor(
    private readonly history: SeriesHistory,
    private readonly registry: MetricRegistry,
    private readonly clock: Clock,
  ) {}

  async read(search: URLSearchParams): Promise<Omit<MetricAnswer, 'version'>> {
    const query = metricQuery(search);
    await this.history.look();
    const metric = this.history.metric(query.name);
    if (metric === undefined)
      throw problemOf(404, 'There is no such metric', 'ask for the list of metrics', query.name);
    return this.answer(metric, query);
  }

  private answer(metric: MetricHistory, { labels, by, fromMs, windowMs }: MetricQuery): Omit<MetricAnswer, 'version'> {
    const { history, registry } = this;
    const { facts } = metric;
    const own = familyNamed(registry, facts.name);
    const axis = this.axisFrom(fromMs);
    const lines = new MetricLines(metric, history.series(facts.name, labels), axis, windowMs);
    const groups = groupsOf(facts, by);
    const entry = metricEntry(metric, own, registry.config.maxSeries);
    return {
      metric: entry,
      windowMs,
      timesMs: axis.timesMs,
      lines: lines.lines(groups),
      heatMap: lines.heatMap(),
      exemplars: own === undefined ? [] : exemplarsOf(own, labels, fromMs),
      labelValues: labelValuesOf(metric, entry.labelNames),
      promql: promqlOf({ facts, labels: { ...this.scopeOf(entry.labelNames), ...labels }, by: groups, windowMs }),
    };
  }

  private axisFrom(fromMs: number): MetricAxis {
    const { history, clock } = this;
    const toEpochMs = (readingMs: number): number => clock.toEpochMs(readingMs);
    return new MetricAxis(history.times, history.times.firstSince(fromMs - toEpochMs(0)), toEpochMs);
  }

  /** Default labels tell this application from others; a metric's own label of that name wins. */
  private scopeOf(labelNames: readonly string[]): Labels {
    const { defaultLabels } = this.registry.config;
    return Object.fromEntries(Object.entries(defaultLabels).filter(([name]) => !labelNames.includes(name)));
  }
}

/** Counts add up to one line unless something else is said; gauges and quantiles need not. */
function groupsOf({ type }: MetricFacts, by: readonly string[] | undefined): readonly string[] | undefined {
  if (type === 'summary') return undefined;
  return by ?? (type === 'gauge' ? undefined : []);
}

/** The newest first. */
function exemplarsOf(family: MetricFamily, wanted: Labels, fromMs: number): readonly Exemplar[] {
  const exemplars = [...family.cells()].flatMap((cell) => exemplarsIn(cell, wanted));
  return exemplars
    .filter(({ timeMs }) => timeMs >= fromMs)
    .toSorted((left, right) => right.timeMs - left.timeMs)
    .slice(0, MAX_EXEMPLARS);
}

function exemplarsIn(cell: Cell, wanted: Labels): readonly Exemplar[] {
  const labels = labelsOf(cell);
  if (!(cell instanceof HistogramCell) || !fits(labels, wanted)) return [];
  const known = (cell.exemplars ?? []).filter((exemplar) => exemplar !== undefined);
  return known.map(({ epochMs: timeMs, value, traceId }) => ({ timeMs, value, traceId, labels }));
}

function labelValuesOf({ series }: MetricHistory, names: readonly string[]): Record<string, readonly string[]> {
  const values = new Map(names.map((name) => [name, new Set<string>()]));
  for (const { labels } of series) for (const [name, value] of Object.entries(labels)) values.get(name)?.add(value);
  return Object.fromEntries(
    [...values].map(([name, known]) => [name, [...known].toSorted().slice(0, MAX_LABEL_VALUES)]),
  );
}
