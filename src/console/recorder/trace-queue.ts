/**
 * Traces in the order in which they leave. A Map keeps an order, too, but finding its first entry means to pass over all that were
 * deleted before it; here the head is where it is.
 */
import type { StoredTrace } from './stored-trace.js';

export class TraceQueue {
  private items: (StoredTrace | undefined)[] = [];
  private head = 0;
  /** So many were in `items` before them: a trace's place does not change. */
  private removed = 0;

  /** With the holes. */
  get length(): number {
    return this.items.length - this.head;
  }

  push(trace: StoredTrace): void {
    trace.place = this.removed + this.items.length;
    this.items.push(trace);
  }

  shift(): StoredTrace | undefined {
    while (this.length > 0) {
      const first = this.items[this.head];
      this.items[this.head++] = undefined;
      // Moving the rest together now and then costs less than moving it each time.
      if (this.head > this.items.length / 2) this.compact();
      if (first !== undefined) return first;
    }
    return undefined;
  }

  /** Leaves a hole; mostly it is the last, and there is none. */
  forget(trace: StoredTrace): void {
    this.items[trace.place - this.removed] = undefined;
    while (this.length > 0 && this.items.at(-1) === undefined) this.items.pop();
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }

  private compact(): void {
    this.items.splice(0, this.head);
    this.removed += this.head;
    this.head = 0;
  }
}
