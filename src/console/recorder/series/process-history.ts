/**
 * The process over time: what is cheap enough to be read while nobody looks, and without disturbing anybody. The runtime metrics tell
 * of the time since they were read last, so that each further reader shortens what a scrape sees.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ValueColumn, type SeriesRoom } from './columns.js';

/** Coarse, since each tick wakes the process. */
const RESOLUTION_MS = 20;

export class ProcessHistory {
  /** The 99th percentile between two readings. */
  readonly eventLoopDelayMs: ValueColumn;
  readonly heapBytes: ValueColumn;
  readonly residentBytes: ValueColumn;
  private readonly delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor(room: SeriesRoom) {
    this.eventLoopDelayMs = new ValueColumn(room);
    this.heapBytes = new ValueColumn(room);
    this.residentBytes = new ValueColumn(room);
  }

  start(): void {
    this.delay.enable();
  }

  read(slot: number): void {
    const { heapUsed, rss } = process.memoryUsage();
    this.heapBytes.take(heapUsed, slot);
    this.residentBytes.take(rss, slot);
    this.eventLoopDelayMs.take(this.nextDelayMs(), slot);
  }

  close(): void {
    this.delay.disable();
  }

  /** Node records the whole interval between two looks at the clock, of which one resolution was asked for. */
  private nextDelayMs(): number {
    const { count } = this.delay;
    const delayMs = count === 0 ? Number.NaN : this.delay.percentile(99) / 1e6 - RESOLUTION_MS;
    this.delay.reset();
    return count === 0 ? delayMs : Math.max(0, delayMs);
  }
}
