/**
 * How many traces a second are kept while nobody looks. A load test makes thousands, of which memory would hold the last moment. Above the
 * rate an even share is kept, so that what is kept tells of the last seconds instead; chosen by the trace id, so that all parts of a
 * trace are chosen alike.
 */

/** What a full memory shall tell of, at least. */
const MIN_SPAN_SECONDS = 10;
const WINDOW_MS = 1_000;
/** Hexadecimal digits at the end of a trace id, where W3C Trace Context wants randomness. */
const DIGITS = 6;

export interface KeepingRateOptions {
  readonly maxTraces: number;
  /** Somebody looks: all are kept. */
  readonly isWatched: () => boolean;
}

export class KeepingRate {
  private share = 1;
  private windowStartMs = 0;
  private ended = 0;

  constructor(private readonly options: KeepingRateOptions) {}

  /** Of each trace that came: @param endedAtMs of its local root, milliseconds since the Unix epoch */
  count(endedAtMs: number): void {
    this.ended++;
    if (Math.abs(endedAtMs - this.windowStartMs) >= WINDOW_MS) this.beginWindow(endedAtMs);
  }

  keeps(traceId: string): boolean {
    return this.share === 1 || this.options.isWatched() || shareOf(traceId) < this.share;
  }

  private beginWindow(nowMs: number): void {
    const elapsedSeconds = Math.abs(nowMs - this.windowStartMs) / 1_000;
    const allowed = (this.options.maxTraces / MIN_SPAN_SECONDS) * elapsedSeconds;
    this.share = Math.min(1, allowed / this.ended);
    this.windowStartMs = nowMs;
    this.ended = 0;
  }
}

/** 0 to 1, evenly. */
function shareOf(traceId: string): number {
  return Number.parseInt(traceId.slice(-DIGITS), 16) / 16 ** DIGITS;
}
