/**
 * What a source may measure beside its operations: a metric as data, its cells by label values. The metrics room's registry
 * answers this interface; with metrics off `noMeter` does, so that a source never asks whether anybody counts.
 */
import type { MetricDefinition, MetricType } from './metric-definition.js';

/** Where definitions become series. */
export interface Meter {
  /**
   * The family of this definition, made when new. Labelless families show up at once, so define what is used.
   * @throws ObservabilityError OBS_ERR_METRIC_CONFLICT, OBS_ERR_METRIC_INVALID
   */
  define<T extends MetricType>(definition: MetricDefinition & { readonly type: T }): MeterFamily<T>;
}

/** A metric that has been defined, and its series by their labels. */
export interface MeterFamily<T extends MetricType> {
  /** The cell of these label values, in the definition's order; keep it where the values are known ahead. */
  cell(labelValues: readonly string[]): MeterCells[T];
  /** Removes one series, such as that of a pool that is gone; its cells must be looked up again. */
  remove(labelValues: readonly string[]): void;
  /** Runs before the family is read, to set its cells. Returns the undo. */
  onCollect(read: () => void | Promise<void>): () => void;
}

/** One series by the type of its metric. */
export interface MeterCells {
  readonly counter: { add(amount: number): void };
  readonly gauge: { set(value: number): void; add(amount: number): void };
  readonly histogram: { observe(value: number): void };
  readonly summary: { observe(value: number): void };
}

const nothing = (): void => undefined;
const noCell = { add: nothing, set: nothing, observe: nothing };
const noFamily = { cell: () => noCell, remove: nothing, onCollect: () => nothing };

export const noMeter: Meter = { define: () => noFamily };
