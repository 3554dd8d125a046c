/** An exporter of spans that keeps them, for tests and for looking into a running application. */
import type { ObservabilityPlugin } from '../config/index.js';
import { BoundedList, type MemoryLimits } from './bounded-list.js';
import type { RecordedSpan } from './recorded.js';

/**
 * An exporter that keeps spans in memory.
 * A span processor, as OpenTelemetry's SDK and `plugins` take it. What has ended is there at once.
 *
 * @example
 * ```ts
 * const memory = new InMemorySpans();
 *
 * ObservabilityModule.forRoot({ plugins: [memory.plugin()] });
 * ```
 */
export class InMemorySpans {
  private readonly finished: BoundedList<RecordedSpan>;

  constructor(limits?: MemoryLimits) {
    this.finished = new BoundedList(limits);
  }

  /** In the order in which they ended; the newest, where there were more than the limits allow. */
  get spans(): readonly RecordedSpan[] {
    return this.finished.items;
  }

  /** For the option `plugins`. */
  plugin(): ObservabilityPlugin {
    return { name: 'in-memory-spans', spanProcessors: [this] };
  }

  /** Forgets what was kept. */
  clear(): void {
    this.finished.clear();
  }

  /** Nothing is kept before the end. */
  onStart(): void {}

  /** Keeps the span. */
  onEnd(span: RecordedSpan): void {
    const { name, attributes, events } = span;
    this.finished.add(span, { name, attributes, events });
  }

  /** There is nothing to send. */
  async forceFlush(): Promise<void> {}

  /** What was kept stays. */
  async shutdown(): Promise<void> {}
}
