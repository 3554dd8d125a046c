/** The newest of what there was: bounded by number and by bytes, the oldest make room. */
import { roughBytesOf } from '../kernel/index.js';

/**
 * How much is kept; the oldest make room.
 *
 * @example
 * ```ts
 * const limits: MemoryLimits = { maxRecords: 500, maxBytes: 1_048_576 };
 *
 * const memory = new InMemoryEvents(limits);
 * ```
 */
export interface MemoryLimits {
  /** @default 10000 */
  readonly maxRecords?: number;
  /** Estimated. @default 16777216 */
  readonly maxBytes?: number;
}

export class BoundedList<T extends object> {
  readonly items: T[] = [];
  private readonly sizes: number[] = [];
  private bytes = 0;
  private readonly maxRecords: number;
  private readonly maxBytes: number;

  constructor({ maxRecords = 10_000, maxBytes = 16 * 2 ** 20 }: MemoryLimits = {}) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /** @param about what its size is estimated from. @default the item */
  add(item: T, about: object = item): void {
    const bytes = roughBytesOf(about);
    this.items.push(item);
    this.sizes.push(bytes);
    this.bytes += bytes;
    while (this.items.length > this.maxRecords || (this.bytes > this.maxBytes && this.items.length > 0))
      this.dropOldest();
  }

  clear(): void {
    while (this.items.length > 0) this.dropOldest();
  }

  private dropOldest(): void {
    this.items.shift();
    this.bytes -= this.sizes.shift()!;
  }
}
