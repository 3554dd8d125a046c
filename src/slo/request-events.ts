/** Requests as good or bad events: one look at the outcome, one addition. */
import type { Operation } from '../kernel/index.js';
import { QuantileSketch, type CounterCell } from '../metrics/index.js';

/** The two series of `slo_events_total` that belong to an objective. */
export interface EventCells {
  readonly good: CounterCell;
  readonly bad: CounterCell;
}

/** What judges requests that have ended with an answer. */
export interface RequestEvents {
  record(operation: Operation): void;
}

export class AvailabilityEvents implements RequestEvents {
  constructor(private readonly cells: EventCells) {}

  record({ outcome }: Operation): void {
    if (outcome === 'ok') this.cells.good.increment();
    else this.cells.bad.increment();
  }
}

export class LatencyEvents implements RequestEvents {
  private readonly thresholdSeconds: number;
  /** In milliseconds, of the last 5 to 10 minutes. */
  readonly durations: QuantileSketch;

  constructor(
    private readonly cells: EventCells,
    thresholdMs: number,
    nowMs: number,
  ) {
    this.thresholdSeconds = thresholdMs / 1000;
    this.durations = new QuantileSketch(nowMs);
  }

  /** In seconds and with the bound included, as the histogram's bucket of the same threshold counts. */
  record({ outcome, durationMs }: Operation): void {
    this.durations.add(durationMs);
    if (outcome === 'ok' && durationMs / 1000 <= this.thresholdSeconds) this.cells.good.increment();
    else this.cells.bad.increment();
  }
}
