/**
 * Traces in the order in which they leave. A Map keeps an order, too, but finding its first entry means to pass over all that were
 * deleted before it; here the head is where it is.
 */
import type { StoredTrace } from './stored-trace.js';

export class TraceQueue {
  private items: (StoredTrace | undefined)[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  push(trace: StoredTrace): void {
    this.items.push(trace);
  }

  shift(): StoredTrace | undefined {
    if (this.length === 0) return undefined;
    const first = this.items[this.head];
    this.items[this.head++] = undefined;
    // Moving the rest together now and then costs less than moving it each time.
    if (this.head > this.items.length / 2) this.compact();
    return first;
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }

  private compact(): void {
    this.items.splice(0, this.head);
    this.head = 0;
  }
}
