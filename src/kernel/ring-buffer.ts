/** Keeps the newest `capacity` items; the oldest falls out. Push is O(1) and allocates nothing. */
export class RingBuffer<T> {
  private readonly items: T[] = [];
  private oldest = 0;

  constructor(private readonly capacity: number) {}

  /** Adds an item and returns the one that had to go, if any. */
  push(item: T): T | undefined {
    if (this.items.length < this.capacity) {
      this.items.push(item);
      return undefined;
    }
    const evicted = this.items[this.oldest];
    this.items[this.oldest] = item;
    this.oldest = (this.oldest + 1) % this.capacity;
    return evicted;
  }

  get size(): number {
    return this.items.length;
  }

  /** Oldest first. */
  toArray(): T[] {
    return [...this.items.slice(this.oldest), ...this.items.slice(0, this.oldest)];
  }
}
