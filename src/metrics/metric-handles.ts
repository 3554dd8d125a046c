/**
 * What application code holds of a metric. Labels may be given with each value, or bound ahead where they are always the
 * same: recording is then an addition. A bad value or label is counted and warned about, never thrown: metrics are not
 * worth a failed request.
 */
import type { MetricType } from '../kernel/index.js';
import type { CellsByType } from './cells.js';
import type { MeasurementEvents } from './measurement-events.js';
import type { MetricFamily } from './metric-family.js';

/**
 * Values for the labels of a metric.
 *
 * @example
 * ```ts
 * const labels: LabelInput<'channel' | 'isGift'> = { channel: 'web', isGift: true };
 *
 * app.get(MetricsService).counter('orders_total', { labelNames: ['channel', 'isGift'] }).inc(labels);
 * ```
 */
export type LabelInput<L extends string> = Readonly<Record<L, string | number | boolean>>;

/**
 * Ends a timer, records, and returns the seconds.
 *
 * @example
 * ```ts
 * const seconds = app.get(MetricsService).histogram('import_duration_seconds');
 * const end: EndTimer = seconds.startTimer();
 *
 * orders.open();
 * console.log(`took ${end()} s`);
 * ```
 */
export type EndTimer = () => number;

abstract class MetricHandle<T extends MetricType, L extends string> {
  private bound: CellsByType[T] | undefined;

  /** Without a family (metrics are off) nothing is recorded, without events nobody is told. */
  constructor(
    protected readonly family: MetricFamily<T> | undefined,
    protected readonly events?: MeasurementEvents,
    private readonly boundLabels?: LabelInput<L>,
  ) {}

  /** The same metric with these labels bound ahead. */
  abstract labels(labels: LabelInput<L>): MetricHandle<T, L>;

  /** Removes the series of these labels, such as those of an entity that is gone. */
  remove(labels: LabelInput<L>): void {
    this.family?.remove(this.family.labelNames.map((name) => String(labels[name as L])));
  }

  /** The cell of these labels; without any, of those bound ahead. */
  protected cell(labels?: LabelInput<L>): CellsByType[T] | undefined {
    const { family, events } = this;
    if (family === undefined) return undefined;
    const cell = labels === undefined ? this.boundCell(family) : lookUp(family, labels);
    return events?.isHeard === true ? events.telling(family, cell) : cell;
  }

  private boundCell(family: MetricFamily<T>): CellsByType[T] {
    if (this.bound === undefined || this.bound.isRemoved) this.bound = lookUp(family, this.boundLabels);
    return this.bound;
  }
}

/**
 * A number that only grows.
 *
 * @example
 * ```ts
 * const orderTotal: CounterHandle<'channel'> = app.get(MetricsService).counter('orders_total', { labelNames: ['channel'] });
 *
 * orderTotal.inc({ channel: 'web' });
 * orderTotal.labels({ channel: 'shop' }).inc(3);
 * ```
 */
export class CounterHandle<L extends string = string> extends MetricHandle<'counter', L> {
  labels(labels: LabelInput<L>): CounterHandle<L> {
    return new CounterHandle(this.family, this.events, labels);
  }

  /** Adds a finite amount of 0 or more; 1 when it is left out. */
  inc(amount?: number): void;
  inc(labels: LabelInput<L>, amount?: number): void;
  inc(first: LabelInput<L> | number = 1, amount = 1): void {
    if (typeof first === 'object') this.cell(first)?.add(amount);
    else this.cell()?.add(first);
  }
}

/**
 * A number that goes up and down.
 *
 * @example
 * ```ts
 * const waiting: GaugeHandle = app.get(MetricsService).gauge('tickets_waiting');
 *
 * waiting.set(12);
 * waiting.dec();
 * const stop = waiting.observe(() => orders.open().length);
 * ```
 */
export class GaugeHandle<L extends string = string> extends MetricHandle<'gauge', L> {
  labels(labels: LabelInput<L>): GaugeHandle<L> {
    return new GaugeHandle(this.family, this.events, labels);
  }

  /** Any number but NaN. */
  set(value: number): void;
  set(labels: LabelInput<L>, value: number): void;
  set(first: LabelInput<L> | number, value?: number): void {
    if (typeof first === 'object') this.cell(first)?.set(value as number);
    else this.cell()?.set(first);
  }

  /** Adds a finite amount; 1 when it is left out. */
  inc(amount?: number): void;
  /** The same for the series of these labels. */
  inc(labels: LabelInput<L>, amount?: number): void;
  inc(first: LabelInput<L> | number = 1, amount = 1): void {
    if (typeof first === 'object') this.cell(first)?.add(amount);
    else this.cell()?.add(first);
  }

  /** Takes a finite amount away; 1 when it is left out. */
  dec(amount?: number): void;
  /** The same for the series of these labels. */
  dec(labels: LabelInput<L>, amount?: number): void;
  dec(first: LabelInput<L> | number = 1, amount = 1): void {
    if (typeof first === 'object') this.cell(first)?.add(-amount);
    else this.cell()?.add(-first);
  }

  /** Sets the gauge to the seconds until the returned function is called. */
  startTimer(labels?: LabelInput<L>): EndTimer {
    return timer((seconds) => this.cell(labels)?.set(seconds));
  }

  /** Asks `reader` whenever metrics are read, within `metrics.collectTimeoutMs`. Returns the undo. */
  observe(reader: () => number | Promise<number>): () => void {
    return this.family?.onCollect(async () => this.set(await reader())) ?? (() => undefined);
  }
}

abstract class ObservingHandle<T extends 'histogram' | 'summary', L extends string> extends MetricHandle<T, L> {
  /** Any finite number. */
  observe(value: number): void;
  observe(labels: LabelInput<L>, value: number): void;
  observe(first: LabelInput<L> | number, value?: number): void {
    if (typeof first === 'object') this.cell(first)?.observe(value as number);
    else this.cell()?.observe(first);
  }

  /** Observes the seconds until the returned function is called. */
  startTimer(labels?: LabelInput<L>): EndTimer {
    return timer((seconds) => this.cell(labels)?.observe(seconds));
  }
}

/**
 * Observations in buckets, which add up over processes.
 *
 * @example
 * ```ts
 * const sizes: HistogramHandle<'kind'> = app.get(MetricsService).histogram('upload_bytes', {
 *   labelNames: ['kind'],
 *   buckets: [1_024, 65_536, 1_048_576],
 * });
 *
 * sizes.observe({ kind: 'image' }, 20_480);
 * ```
 */
export class HistogramHandle<L extends string = string> extends ObservingHandle<'histogram', L> {
  labels(labels: LabelInput<L>): HistogramHandle<L> {
    return new HistogramHandle(this.family, this.events, labels);
  }
}

/**
 * Observations as quantiles, which are computed here and do not add up over processes.
 *
 * @example
 * ```ts
 * const waits: SummaryHandle = app.get(MetricsService).summary('ticket_wait_seconds');
 *
 * waits.observe(4.2);
 * ```
 */
export class SummaryHandle<L extends string = string> extends ObservingHandle<'summary', L> {
  labels(labels: LabelInput<L>): SummaryHandle<L> {
    return new SummaryHandle(this.family, this.events, labels);
  }
}

/** Missing labels are handed on as undefined: the family counts them and takes them as empty. */
function lookUp<T extends MetricType>(family: MetricFamily<T>, labels: object | null = {}): CellsByType[T] {
  try {
    return family.cell(valuesOf(family, (labels ?? {}) as Readonly<Record<string, string>>));
  } catch (error) {
    family.refuseLabels(error);
    return family.cell(family.labelNames.map(() => ''));
  }
}

function valuesOf(family: MetricFamily<MetricType>, labels: Readonly<Record<string, string>>): string[] {
  const unknown = Object.keys(labels).find((name) => !family.labelNames.includes(name));
  if (unknown !== undefined) family.refuseLabel(unknown);
  return family.labelNames.map((name) => labels[name]!);
}

function timer(record: (seconds: number) => void): EndTimer {
  const startedAtMs = performance.now();
  return () => {
    const seconds = (performance.now() - startedAtMs) / 1000;
    record(seconds);
    return seconds;
  };
}
