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
  /** Counts it, and says whether it was good. */
  record(operation: Operation): boolean;
}

export class AvailabilityEvents implements RequestEvents {
  constructor(private readonly cells: EventCells) {}

  record({ outcome }: Operation): boolean {
    return counted(this.cells, outcome === 'ok');
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
  record({ outcome, durationMs }: Operation): boolean {
    this.durations.add(durationMs);
    return counted(this.cells, outcome === 'ok' && durationMs / 1000 <= this.thresholdSeconds);
  }
}

function counted({ good, bad }: EventCells, isGood: boolean): boolean {
  if (isGood) good.increment();
  else bad.increment();
  return isGood;
}
