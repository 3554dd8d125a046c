/**
 * What had been counted when, in fixed memory: so fine that the increase over any window differs by less than two per cent from what
 * Prometheus computes, and coarser for long windows. It keeps running totals, as a scraped counter does.
 */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How often a sample has to be offered for the finest windows. */
export const SAMPLE_INTERVAL_MS = 5_000;

interface Resolution {
  readonly spanMs: number;
  readonly everyMs: number;
}

const RESOLUTIONS: readonly Resolution[] = [
  { spanMs: HOUR_MS, everyMs: SAMPLE_INTERVAL_MS },
  { spanMs: 6 * HOUR_MS, everyMs: MINUTE_MS },
  { spanMs: 3 * DAY_MS, everyMs: 5 * MINUTE_MS },
];

/** Samples of an objective's own window, where that is longer than the others. */
const SAMPLES_PER_WINDOW = 500;

export interface Counts {
  readonly good: number;
  readonly bad: number;
}

export class CountHistory {
  private readonly rings: readonly SampleRing[];

  /** @param longestMs the longest window that will be asked for */
  constructor(longestMs: number) {
    const own = { spanMs: longestMs, everyMs: longestMs / SAMPLES_PER_WINDOW };
    const isLonger = RESOLUTIONS.every(({ spanMs }) => spanMs < longestMs);
    this.rings = [...RESOLUTIONS, ...(isLonger ? [own] : [])].map((resolution) => new SampleRing(resolution));
  }

  /** Totals since the beginning; of those that come closer together than a resolution is fine, it keeps the latest. */
  offer(nowMs: number, totals: Counts): void {
    for (const ring of this.rings) ring.offer(nowMs, totals);
  }

  /** How much has been added in the last `windowMs`; before the first sample there was nothing. */
  increase(windowMs: number, nowMs: number, { good, bad }: Counts): Counts {
    const ring = this.rings.find(({ spanMs }) => spanMs >= windowMs) ?? this.rings.at(-1)!;
    const before = ring.totalsAt(nowMs - windowMs);
    // Somebody may have set the counters back.
    return { good: Math.max(0, good - before.good), bad: Math.max(0, bad - before.bad) };
  }
}

/** A time, and the totals then. */
const FIELDS = 3;

class SampleRing {
  readonly spanMs: number;
  private readonly everyMs: number;
  private readonly capacity: number;
  private readonly samples: Float64Array;
  private offset = 0;
  private length = 0;
  private lastSlot = Number.NEGATIVE_INFINITY;

  constructor({ spanMs, everyMs }: Resolution) {
    this.spanMs = spanMs;
    this.everyMs = everyMs;
    // One before the span begins, and one for a timer that is early.
    this.capacity = Math.ceil(spanMs / everyMs) + 2;
    this.samples = new Float64Array(this.capacity * FIELDS);
  }

  offer(nowMs: number, { good, bad }: Counts): void {
    // By a grid rather than by distance: a timer that is early now and then must not halve the resolution.
    const slot = Math.floor(nowMs / this.everyMs);
    // The first stays: it tells what there was before.
    if (slot > this.lastSlot || this.length === 1) this.makeRoom();
    this.lastSlot = slot;
    this.samples.set([nowMs, good, bad], this.placeOf(this.length - 1));
  }

  private makeRoom(): void {
    if (this.length < this.capacity) this.length++;
    else this.offset = (this.offset + 1) % this.capacity;
  }

  /** Between two samples as if what came between them had come evenly. */
  totalsAt(timeMs: number): Counts {
    const next = this.firstAtOrAfter(timeMs);
    if (next === this.length) return this.countsOf(this.length - 1);
    if (next === 0) return this.countsOf(0);
    const [from, to] = [this.countsOf(next - 1), this.countsOf(next)];
    const share = (timeMs - this.timeOf(next - 1)) / (this.timeOf(next) - this.timeOf(next - 1));
    return { good: from.good + share * (to.good - from.good), bad: from.bad + share * (to.bad - from.bad) };
  }

  private firstAtOrAfter(timeMs: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timeOf(middle) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private timeOf(index: number): number {
    return this.samples[this.placeOf(index)]!;
  }

  private countsOf(index: number): Counts {
    const place = this.placeOf(index);
    return { good: this.samples[place + 1] ?? 0, bad: this.samples[place + 2] ?? 0 };
  }

  private placeOf(index: number): number {
    return ((this.offset + index) % this.capacity) * FIELDS;
  }
}
