/**
 * One metric with all its series. It answers prom-client's own metric interface, so it stands in a prom-client registry
 * beside the application's metrics and `register.metrics()` shows it; our exposition reads the cells themselves.
 */
import {
  beginEra,
  type Diagnostics,
  type MetricAggregate,
  type MetricDefinition,
  type MetricType,
  type MetricUnit,
} from '../kernel/index.js';
import { cellMakers, GaugeCell, type Cell, type CellsByType, type CellTable } from './cells.js';
import { prometheusValues, type PrometheusValue } from './prometheus-values.js';
import { SeriesTable, type SeriesBudget, type SeriesLimits } from './series-limit.js';

/** Called before the family is read; sets its cells. May be asynchronous, within `metrics.collectTimeoutMs`. */
export type Collector = () => void | Promise<void>;

export interface FamilyOptions<T extends MetricType> {
  readonly definition: MetricDefinition & { readonly type: T };
  /** The definition's name with the application's prefix. */
  readonly name: string;
  readonly bounds: readonly number[];
  /** Who defined it, for conflict messages. */
  readonly site: string;
  readonly limits: Omit<SeriesLimits, 'labelLimits'>;
  readonly diagnostics: Diagnostics;
  /** Gauges only: series that nobody set for this long are removed. */
  readonly idleTimeoutMs?: number;
}

const AGGREGATES: Partial<Record<MetricUnit, MetricAggregate>> = { ratio: 'average', timestamp_seconds: 'max' };

export class MetricFamily<T extends MetricType = MetricType> {
  readonly definition: MetricDefinition & { readonly type: T };
  readonly fullName: string;
  readonly help: string;
  readonly type: T;
  readonly labelNames: readonly string[];
  readonly bounds: readonly number[];
  readonly site: string;
  /** prom-client's word for how processes add up. */
  readonly aggregator: MetricAggregate;
  private readonly base: SeriesTable<CellsByType[T]>;
  private readonly tables = new Map<string, SeriesTable<CellsByType[T]>>();
  private readonly collectors = new Set<Collector>();
  private readonly budget: SeriesBudget;
  readonly labelLimits = new Map<string, number>();
  private readonly idleTimeoutMs: number | undefined;
  private nameOnce: string | undefined;

  constructor({ definition, name, bounds, site, limits, diagnostics, idleTimeoutMs }: FamilyOptions<T>) {
    this.definition = definition;
    this.fullName = name;
    this.help = definition.help;
    this.type = definition.type;
    this.labelNames = definition.labelNames;
    this.bounds = bounds;
    this.site = site;
    this.aggregator = definition.aggregate ?? AGGREGATES[definition.unit] ?? 'sum';
    this.idleTimeoutMs = idleTimeoutMs;
    const { maxSeries, maxLabelValues } = limits;
    this.budget = {
      metric: name,
      limits: { maxSeries, maxLabelValues, labelLimits: this.labelLimits },
      diagnostics,
      seriesCount: 0,
    };
    this.base = this.series(definition.labelNames);
    // Without labels there is one series; it shows 0 before anything happened.
    if (definition.labelNames.length === 0) this.base.find([]);
  }

  /** The cell of these label values, in the order of `labelNames`. Keep it when the values are known ahead. */
  cell(labelValues: readonly string[]): CellsByType[T] {
    return this.base.find(labelValues);
  }

  /**
   * The series with another set of labels. Families shared by all decorated methods need it: one method has labels that
   * another one lacks, which Prometheus reads as empty.
   */
  series(labelNames: readonly string[]): SeriesTable<CellsByType[T]> {
    const key = labelNames.join(',');
    let table = this.tables.get(key);
    if (table === undefined) this.tables.set(key, (table = this.newTable(labelNames)));
    return table;
  }

  /** One per label set. */
  seriesTables(): Iterable<SeriesTable<CellsByType[T]>> {
    return this.tables.values();
  }

  *cells(): Iterable<CellsByType[T]> {
    for (const table of this.seriesTables()) yield* table.leaves;
  }

  get seriesCount(): number {
    return this.budget.seriesCount;
  }

  /** Bounds the values of one label, where nobody has before. */
  limitLabel(labelName: string, maxValues: number): void {
    if (!this.labelLimits.has(labelName)) this.labelLimits.set(labelName, maxValues);
  }

  /** Removes one series, such as that of an entity that is gone. Cells kept elsewhere must be looked up again. */
  remove(labelValues: readonly string[]): void {
    const cell = this.base.remove(labelValues);
    if (cell === undefined) return;
    cell.markRemoved();
    // Calls may be counted in it directly.
    beginEra();
  }

  /** Has the family's cells set just before they are read. Returns the undo. */
  onCollect(collector: Collector): () => void {
    this.collectors.add(collector);
    return () => void this.collectors.delete(collector);
  }

  get isCollected(): boolean {
    return this.collectors.size > 0;
  }

  /** Runs the collectors, each of which has its turn. What is to be waited for, if anything; it rejects when one of them fails. */
  collect(): Promise<void> | undefined {
    const results = [...this.collectors].map(resultOf);
    return results.some((result) => result !== undefined) ? allDone(results) : undefined;
  }

  /** Whether gauges may be removed for having been left alone. */
  get hasIdleTimeout(): boolean {
    return this.idleTimeoutMs !== undefined;
  }

  /** Removes the series when nobody has set it for the idle time. To be asked at each scrape, since recording reads no clock. */
  removeIfIdle(cell: Cell, nowMs: number): void {
    if (this.idleTimeoutMs === undefined || !(cell instanceof GaugeCell) || cell.isRemoved) return;
    if (!cell.isIdle(nowMs, this.idleTimeoutMs)) return;
    this.series(cell.labelNames).remove(cell.labelValues);
    cell.markRemoved();
  }

  refuse(value: unknown): void {
    const error = new RangeError(`${this.fullName} cannot take ${typeof value === 'number' ? value : typeof value}`);
    this.budget.diagnostics.failed('metrics', 'record', error);
  }

  refuseLabel(labelName: string): void {
    const error = new TypeError(
      `${this.fullName} has no label ${labelName}; it has ${this.labelNames.join(', ') || 'none'}`,
    );
    this.refuseLabels(error);
  }

  /** Labels that cannot be read: what has them goes to the series without any. */
  refuseLabels(error: unknown): void {
    this.budget.diagnostics.failed('metrics', 'labels', error);
  }

  get name(): string {
    return this.fullName;
  }

  /**
   * prom-client strips `_total` from the names of counters before an OpenMetrics scrape and never puts it back. The
   * name it sets therefore holds for the answer that follows at once, and for no other.
   */
  set name(name: string) {
    this.nameOnce = name;
  }

  async get(): Promise<{
    name: string;
    help: string;
    type: T;
    aggregator: MetricAggregate;
    values: PrometheusValue[];
  }> {
    const name = this.nameOnce ?? this.fullName;
    this.nameOnce = undefined;
    await this.collect();
    const { help, type, aggregator } = this;
    return {
      name,
      help,
      type,
      aggregator,
      values: [...this.cells()].flatMap((cell) => prometheusValues[type](cell, name)),
    };
  }

  /** Sets every series back to 0; cells bound ahead stay bound. */
  reset(): void {
    for (const cell of this.cells()) cell.reset();
  }

  private newTable(labelNames: readonly string[]): SeriesTable<CellsByType[T]> {
    const make = cellMakers[this.type];
    const table: SeriesTable<CellsByType[T]> = new SeriesTable(labelNames, this.budget, (_values, row) =>
      make(cellTable, row, this.bounds),
    );
    const cellTable: CellTable = {
      labelNames,
      labelValues: (row) => table.labelValues(row),
      refuse: (value) => this.refuse(value),
    };
    return table;
  }
}

function resultOf(collector: Collector): unknown {
  try {
    return collector();
  } catch (error) {
    return Promise.reject(error);
  }
}

async function allDone(results: readonly unknown[]): Promise<void> {
  const settled = await Promise.allSettled(results);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
