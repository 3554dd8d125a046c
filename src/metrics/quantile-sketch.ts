/**
 * Quantiles of a stream in fixed memory: a count per logarithmic bin, so that every answer is within one per cent of a
 * value that was really seen. Two windows take turns, so that what is read is recent. After the DDSketch paper,
 * https://arxiv.org/abs/1908.10693.
 */
const SMALLEST = 1e-9;
const LARGEST = 1e9;
const GAMMA = 1.02;
const LOG_GAMMA = Math.log(GAMMA);
const BIN_COUNT = Math.ceil(Math.log(LARGEST / SMALLEST) / LOG_GAMMA) + 1;

/** A window is replaced when it is read after this time: quantiles cover the last 5 to 10 minutes. */
const WINDOW_MS = 300_000;

export interface Quantiles {
  add(value: number): void;
  /** The value below which `ratio` of the observations lie; NaN without any. */
  quantile(ratio: number): number;
  /** Called before quantiles are read: the time to forget what is too old. */
  turn(): void;
  reset(): void;
}

export class QuantileSketch implements Quantiles {
  private current = new Uint32Array(BIN_COUNT);
  private previous = new Uint32Array(BIN_COUNT);

  /** @param turnedAtMs when its first window begins, by the clock that `turn` is told */
  constructor(private turnedAtMs = Date.now()) {}

  add(value: number): void {
    this.current[binOf(value)]!++;
  }

  /** Values under 1e-9 read as 0. */
  quantile(ratio: number): number {
    const total = sumOf(this.current) + sumOf(this.previous);
    if (total === 0) return Number.NaN;
    let left = Math.max(1, Math.ceil(ratio * total));
    for (let bin = 0; bin < BIN_COUNT; bin++) {
      left -= this.current[bin]! + this.previous[bin]!;
      if (left <= 0) return valueOf(bin);
    }
    return LARGEST;
  }

  /** The bins that are not empty. */
  bins(): (readonly [bin: number, count: number])[] {
    const bins: (readonly [number, number])[] = [];
    for (let bin = 0; bin < BIN_COUNT; bin++) {
      const count = this.current[bin]! + this.previous[bin]!;
      if (count > 0) bins.push([bin, count]);
    }
    return bins;
  }

  /** Counts what another sketch has counted. */
  addBins(bins: Iterable<readonly [bin: number, count: number]>): void {
    for (const [bin, count] of bins) this.current[bin]! += count;
  }

  /** Forgets the older window when its time is over; called by readers, so that recording reads no clock. */
  turn(nowMs = Date.now()): void {
    if (nowMs - this.turnedAtMs < WINDOW_MS) return;
    [this.current, this.previous] = [this.previous.fill(0), this.current];
    this.turnedAtMs = nowMs;
  }

  reset(): void {
    this.current.fill(0);
    this.previous.fill(0);
  }
}

function binOf(value: number): number {
  if (value <= SMALLEST) return 0;
  return Math.min(BIN_COUNT - 1, Math.ceil(Math.log(value / SMALLEST) / LOG_GAMMA));
}

/** The middle of a bin, in the sense of relative error. */
function valueOf(bin: number): number {
  return bin === 0 ? 0 : (2 * SMALLEST * Math.exp(bin * LOG_GAMMA)) / (1 + GAMMA);
}

function sumOf(counts: Uint32Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
