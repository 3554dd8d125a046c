/** The values of one series by slot, in as little room as they need, and the room that all of them share. */

/** Of the room, this share is for series that are there already: histograms grow with each bucket that something falls into. */
const GROWTH_RATIO = 1 / 8;

export class SeriesRoom {
  usedBytes = 0;
  seriesCount = 0;

  constructor(
    readonly slotCount: number,
    private readonly maxSeries: number,
    private readonly maxBytes: number,
  ) {}

  /** False where there is none; nothing is taken then. */
  take(bytes: number): boolean {
    if (this.usedBytes + bytes > this.maxBytes) return false;
    this.usedBytes += bytes;
    return true;
  }

  give(bytes: number): void {
    this.usedBytes -= bytes;
  }

  /** For one series more. */
  admit(bytes: number): boolean {
    const isNearlyFull = this.usedBytes + bytes > this.maxBytes * (1 - GROWTH_RATIO);
    if (this.seriesCount >= this.maxSeries || isNearlyFull) return false;
    this.usedBytes += bytes;
    this.seriesCount++;
    return true;
  }

  dismiss(bytes: number): void {
    this.seriesCount--;
    this.give(bytes);
  }
}

/** Where counts of several points and columns stand in one array. */
export interface CountPlace {
  readonly column: number;
  readonly columnCount: number;
  /** Of the points, in their order. */
  readonly slots: readonly number[];
}

/**
 * What a running total has gained from reading to reading. As 4-byte numbers they are exact up to 16 million, and beyond that to the
 * seventh digit. It takes no room until there is something to keep: most buckets of most histograms stay empty.
 */
export class IncrementColumn {
  private increments: Float32Array | undefined;
  private total = 0;

  constructor(private readonly room: SeriesRoom) {}

  /**
   * False where there is no room for it.
   * @param isKnown false where it is not known since when the total has grown: it counts from here on
   */
  take(total: number, slot: number, isKnown: boolean): boolean {
    const increment = isKnown ? this.since(total) : 0;
    this.total = total;
    if (increment !== 0 && !this.hasRoom()) return false;
    if (this.increments !== undefined) this.increments[slot] = increment;
    return true;
  }

  /** Adds what was gained at each slot; most buckets of most histograms have nothing to add. */
  addTo(counts: Float64Array, { column, columnCount, slots }: CountPlace): void {
    const { increments } = this;
    if (increments === undefined) return;
    for (let index = 0; index < slots.length; index++)
      counts[index * columnCount + column]! += increments[slots[index]!]!;
  }

  sumAt(slots: readonly number[]): number {
    let sum = 0;
    for (const slot of this.increments === undefined ? [] : slots) sum += this.increments![slot]!;
    return sum;
  }

  miss(slot: number): void {
    if (this.increments !== undefined) this.increments[slot] = 0;
  }

  release(): void {
    if (this.increments !== undefined) this.room.give(this.increments.byteLength);
    this.increments = undefined;
  }

  // A total that is less than it was has begun at 0 again.
  private since(total: number): number {
    return total >= this.total ? total - this.total : total;
  }

  private hasRoom(): boolean {
    if (this.increments !== undefined) return true;
    const { slotCount } = this.room;
    if (!this.room.take(slotCount * Float32Array.BYTES_PER_ELEMENT)) return false;
    this.increments = new Float32Array(slotCount);
    return true;
  }
}

/** What was read, as it was; NaN where nothing was. */
export class ValueColumn {
  private values: Float64Array | undefined;

  constructor(private readonly room: SeriesRoom) {}

  take(value: number, slot: number): boolean {
    if (!this.hasRoom()) return false;
    this.values![slot] = value;
    return true;
  }

  at(slot: number): number {
    return this.values?.[slot] ?? Number.NaN;
  }

  miss(slot: number): void {
    if (this.values !== undefined) this.values[slot] = Number.NaN;
  }

  release(): void {
    if (this.values !== undefined) this.room.give(this.values.byteLength);
    this.values = undefined;
  }

  private hasRoom(): boolean {
    if (this.values !== undefined) return true;
    const { slotCount } = this.room;
    if (!this.room.take(slotCount * Float64Array.BYTES_PER_ELEMENT)) return false;
    this.values = new Float64Array(slotCount).fill(Number.NaN);
    return true;
  }
}
