/** Keeps finished spans in memory, for tests: what ended is there at once. */
import type { FinishedSpan, SpanConsumer, SpanProcessorLike } from '../tracing/index.js';

export class MemorySpans implements SpanProcessorLike {
  private readonly finished: FinishedSpan[] = [];

  /** In the order in which they ended. */
  get spans(): readonly FinishedSpan[] {
    return this.finished;
  }

  /** This collection as a consumer of tracing. */
  asConsumer(name = 'memory'): SpanConsumer {
    return { name, create: () => this };
  }

  reset(): void {
    this.finished.length = 0;
  }

  onStart(): void {}

  onEnd(span: FinishedSpan): void {
    this.finished.push(span);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
