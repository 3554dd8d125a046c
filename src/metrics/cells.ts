/**
 * The numbers behind the series. Recording is an addition into a cell and allocates nothing; whoever knows its labels
 * ahead keeps the cell and looks nothing up.
 */
import type { MetricType } from '../kernel/index.js';
import { QuantileSketch, type Quantiles } from './quantile-sketch.js';

/** What cells of one label set share, so that a cell itself is little more than its number. */
export interface CellTable {
  readonly labelNames: readonly string[];
  labelValues(row: number): readonly string[];
  /** Told about values no metric can take; a bad value is counted and never thrown into the caller. */
  refuse(value: unknown): void;
}

const REMOVED = -1;

/** How a gauge was touched last; the sweep for idle series adds that it has seen it. */
const SET = 0;
const ADDED = 1;
const SEEN = 2;

export abstract class Cell {
  constructor(
    protected readonly table: CellTable,
    private tableRow: number,
  ) {}

  /** Where its labels stand in the table. */
  get row(): number {
    return this.tableRow;
  }

  get labelNames(): readonly string[] {
    return this.table.labelNames;
  }

  /** Read from the table; of a series that was removed there are none. */
  get labelValues(): readonly string[] {
    return this.isRemoved ? [] : this.table.labelValues(this.tableRow);
  }

  /** True once the series was removed: a recording here would be seen by nobody, so look the cell up again. */
  get isRemoved(): boolean {
    return this.tableRow === REMOVED;
  }

  /** Called by the family when the series is removed. */
  markRemoved(): void {
    this.tableRow = REMOVED;
  }

  /** Takes a value in the way of the type: counters add, gauges are set, the others observe. */
  abstract record(value: number): void;

  abstract reset(): void;
}

export class CounterCell extends Cell {
  value = 0;

  increment(): void {
    this.value++;
  }

  /** Adds a finite amount of 0 or more; anything else is refused. */
  add(amount: number): void {
    // The type counts too: a string would turn the sum into text for ever.
    if (typeof amount === 'number' && amount >= 0 && amount < Infinity) this.value += amount;
    else this.table.refuse(amount);
  }

  record(value: number): void {
    this.add(value);
  }

  reset(): void {
    this.value = 0;
  }
}

export class GaugeCell extends Cell {
  value = 0;
  private touch = SET;
  /** When the sweep last saw it touched, by the application's clock. */
  private touchedAtMs = 0;

  /** Any number but NaN. */
  set(value: number): void {
    if (!isNumber(value)) return this.table.refuse(value);
    this.value = value;
    this.touch = SET;
  }

  /** Adds a finite amount, negative to lower the gauge. */
  add(amount: number): void {
    if (!Number.isFinite(amount)) return this.table.refuse(amount);
    this.value += amount;
    this.touch = ADDED;
  }

  /** Whether nobody touched it for so long that it may go. What stands above 0 because it was added will be taken away again. */
  isIdle(nowMs: number, timeoutMs: number): boolean {
    if (this.touch < SEEN) {
      this.touch += SEEN;
      this.touchedAtMs = nowMs;
      return false;
    }
    return nowMs - this.touchedAtMs >= timeoutMs && (this.touch === SET + SEEN || this.value === 0);
  }

  record(value: number): void {
    this.set(value);
  }

  reset(): void {
    this.value = 0;
  }
}

/** The last sampled observation of a bucket, which leads from a metric to a trace. */
export interface Exemplar {
  traceId: string;
  spanId: string;
  value: number;
  epochMs: number;
}

export class HistogramCell extends Cell {
  /** Observations per bucket, not cumulative; the last is everything above the highest bound. */
  readonly counts: number[];
  sum = 0;
  count = 0;
  exemplars: (Exemplar | undefined)[] | undefined;

  constructor(
    table: CellTable,
    row: number,
    readonly bounds: readonly number[],
  ) {
    super(table, row);
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  /** Any finite number. Returns the bucket, or -1 when the value was refused. */
  observe(value: number): number {
    if (!Number.isFinite(value)) {
      this.table.refuse(value);
      return -1;
    }
    const bucket = this.bucketOf(value);
    this.counts[bucket]!++;
    this.sum += value;
    this.count++;
    return bucket;
  }

  observeWithExemplar(value: number, traceId: string, spanId: string): void {
    const bucket = this.observe(value);
    if (bucket < 0) return;
    const known = (this.exemplars ??= [])[bucket];
    if (known === undefined) this.exemplars[bucket] = { traceId, spanId, value, epochMs: Date.now() };
    else replaceExemplar(known, value, traceId, spanId);
  }

  record(value: number): void {
    this.observe(value);
  }

  reset(): void {
    this.counts.fill(0);
    this.sum = 0;
    this.count = 0;
    this.exemplars = undefined;
  }

  // Linear: most observations land in the first few buckets, and lists are short.
  private bucketOf(value: number): number {
    const bounds = this.bounds;
    let bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]!) bucket++;
    return bucket;
  }
}

export class SummaryCell extends Cell {
  sum = 0;
  count = 0;
  /** Replaced where quantiles come from elsewhere, such as Node's own event-loop histogram. */
  quantiles: Quantiles = new QuantileSketch();

  /** Any finite number. */
  observe(value: number): void {
    if (!Number.isFinite(value)) return this.table.refuse(value);
    this.quantiles.add(value);
    this.sum += value;
    this.count++;
  }

  record(value: number): void {
    this.observe(value);
  }

  reset(): void {
    this.sum = 0;
    this.count = 0;
    this.quantiles.reset();
  }
}

/** What a family of a type is made of. */
export interface CellsByType {
  counter: CounterCell;
  gauge: GaugeCell;
  histogram: HistogramCell;
  summary: SummaryCell;
}

type CellMaker<T extends MetricType> = (table: CellTable, row: number, bounds: readonly number[]) => CellsByType[T];

export const cellMakers: { readonly [T in MetricType]: CellMaker<T> } = {
  counter: (table, row) => new CounterCell(table, row),
  gauge: (table, row) => new GaugeCell(table, row),
  histogram: (table, row, bounds) => new HistogramCell(table, row, bounds),
  summary: (table, row) => new SummaryCell(table, row),
};

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && !Number.isNaN(value);
}

function replaceExemplar(exemplar: Exemplar, value: number, traceId: string, spanId: string): void {
  exemplar.traceId = traceId;
  exemplar.spanId = spanId;
  exemplar.value = value;
  exemplar.epochMs = Date.now();
}
