/** The newest of what is handed in, by number, within a count and a size: the oldest make room. */

export interface RingLimits {
  readonly maxCount: number;
  readonly maxBytes: number;
}

export class NumberedRing<T> {
  /** Of the newest one ever kept; numbers begin with 1 and rise by one. */
  last = 0;
  /** How many had to make room. */
  evicted = 0;
  usedBytes = 0;
  private readonly items: (T | undefined)[] = [];
  private readonly sizes: number[] = [];
  private oldest = 1;

  constructor(
    private readonly limits: RingLimits,
    /** Told about each that had to make room. */
    private readonly onEvict: (item: T) => void = ignore,
  ) {}

  /** Of the oldest one that is still kept; one more than `last` where there is none. */
  get first(): number {
    return this.oldest;
  }

  get size(): number {
    return this.last - this.oldest + 1;
  }

  push(item: T, bytes: number): void {
    const slot = ++this.last % this.limits.maxCount;
    if (this.size > this.limits.maxCount) this.evictOldest();
    this.items[slot] = item;
    this.sizes[slot] = bytes;
    this.usedBytes += bytes;
    while (this.usedBytes > this.limits.maxBytes && this.size > 0) this.evictOldest();
  }

  /** Undefined where it is not there any more, or not yet. */
  get(number: number): T | undefined {
    return number < this.oldest || number > this.last ? undefined : this.items[number % this.limits.maxCount];
  }

  /** The oldest first. */
  *after(number: number): Generator<readonly [number: number, item: T]> {
    for (let at = Math.max(number + 1, this.oldest); at <= this.last; at++) yield [at, this.get(at)!];
  }

  /** The newest first. */
  *before(number = this.last + 1): Generator<readonly [number: number, item: T]> {
    for (let at = Math.min(number - 1, this.last); at >= this.oldest; at--) yield [at, this.get(at)!];
  }

  /** Numbers go on where they were. */
  clear(): void {
    while (this.size > 0) this.drop();
  }

  private evictOldest(): void {
    this.evicted++;
    this.onEvict(this.drop());
  }

  private drop(): T {
    const slot = this.oldest++ % this.limits.maxCount;
    const item = this.items[slot]!;
    this.items[slot] = undefined;
    this.usedBytes -= this.sizes[slot]!;
    return item;
  }
}

function ignore(): void {}
