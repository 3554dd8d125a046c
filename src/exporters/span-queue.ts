/** Ended spans in front of their export, in batches from the start: each span goes into the form in which it will leave. */
import type { FinishedSpan } from '../tracing/index.js';
import type { SpanBatch } from './span-exporter.js';

export class SpanQueue {
  length = 0;
  private batches: SpanBatch[] = [];

  constructor(
    private readonly maxBatchSize: number,
    private readonly createBatch: () => SpanBatch,
  ) {}

  /** @throws when the span cannot be put into the batch's form; the queue stays as it was */
  push(span: FinishedSpan): void {
    this.openBatch().push(span);
    this.length++;
  }

  /** The oldest spans; an empty batch when there are none. */
  takeBatch(): SpanBatch {
    const batch = this.batches.shift() ?? this.createBatch();
    this.length -= batch.length;
    return batch;
  }

  /** Lets go of everything; returns how many spans that were. */
  clear(): number {
    const { length } = this;
    this.batches = [];
    this.length = 0;
    return length;
  }

  private openBatch(): SpanBatch {
    const last = this.batches.at(-1);
    if (last !== undefined && last.length < this.maxBatchSize) return last;
    const next = this.createBatch();
    this.batches.push(next);
    return next;
  }
}
