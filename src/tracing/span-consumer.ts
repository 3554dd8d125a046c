/**
 * Who wants finished spans: an exporter, the tree on standard output, a user's own processor. The shape is the SDK's
 * span processor, written down structurally, so that this room's public types need no SDK.
 */
import type { Attributes, Context, HrTime, Link, Span, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';
import type { Diagnostics } from '../kernel/index.js';

/** A span that has ended, as OpenTelemetry's SDK hands it out. Times are `[seconds, nanoseconds]`. */
export interface FinishedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly spanContext: () => SpanContext;
  readonly parentSpanContext?: SpanContext;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly duration: HrTime;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly links: readonly Link[];
  readonly events: readonly SpanEvent[];
  readonly resource: { readonly attributes: Attributes };
}

/** What finished spans say beyond that, where they are ours or the SDK's. */
export interface DetailedSpan extends FinishedSpan {
  readonly instrumentationScope?: { readonly name: string; readonly version?: string };
  readonly droppedAttributesCount?: number;
  readonly droppedEventsCount?: number;
  readonly droppedLinksCount?: number;
  /** Of ours: times as milliseconds since the Unix epoch. */
  readonly startEpochMs?: number;
  readonly endEpochMs?: number;
  /** Of ours: what was observed, and the request id of a span by which a request entered. */
  readonly operationKind?: string;
  readonly requestId?: string;
  /** Of ours: neither events nor links, which are lists that asking for them would make. */
  readonly isPlain?: boolean;
}

export interface SpanEvent {
  readonly name: string;
  readonly time: HrTime;
  readonly attributes?: Attributes;
}

export interface SpanProcessorLike {
  onStart(span: Span & FinishedSpan, parentContext: Context): void;
  onEnd(span: FinishedSpan): void;
  /** Processors of the SDK ignore the bound; the caller keeps it for them. */
  forceFlush(timeoutMs: number): Promise<void>;
  shutdown(timeoutMs: number): Promise<void>;
  /** How the export goes, for processors that export. */
  exportState?(): ExportState | undefined;
}

/** Every span given to an exporter is in exactly one of `exported`, `dropped`, `queued` and `inFlight`. */
export interface ExportState {
  readonly exported: number;
  readonly dropped: number;
  readonly queued: number;
  readonly inFlight: number;
  /** Milliseconds since the Unix epoch; undefined before the first success. */
  readonly lastSuccessAtMs: number | undefined;
  /** True from the first failure until the next success. */
  readonly isFailing: boolean;
}

/** A consumer that is made when tracing really starts, and once, also when `register` was there first. */
export interface SpanConsumer {
  /** What it is, such as `otlp` or `tree`; unique. */
  readonly name: string;
  create(): SpanProcessorLike;
}

interface NamedProcessor {
  readonly name: string;
  readonly processor: SpanProcessorLike;
}

/** Passes spans on to a list that may change while the application runs. One consumer's fault is nobody else's. */
export class SpanFanOut implements SpanProcessorLike {
  private entries: readonly NamedProcessor[] = [];

  constructor(private readonly diagnostics: Diagnostics) {}

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** A name that is taken keeps its processor. */
  add({ name, create }: SpanConsumer): void {
    if (this.get(name) === undefined) this.entries = [...this.entries, { name, processor: create() }];
  }

  remove(name: string): SpanProcessorLike | undefined {
    const removed = this.get(name);
    this.entries = this.entries.filter((entry) => entry.name !== name);
    return removed;
  }

  get(name: string): SpanProcessorLike | undefined {
    return this.entries.find((entry) => entry.name === name)?.processor;
  }

  onStart(span: Span & FinishedSpan, parentContext: Context): void {
    for (const { name, processor } of this.entries) {
      try {
        const told: unknown = processor.onStart(span, parentContext);
        if (told !== undefined) this.diagnostics.follow(name, 'onStart', told);
      } catch (error) {
        this.diagnostics.failed(name, 'onStart', error);
      }
    }
  }

  onEnd(span: FinishedSpan): void {
    for (const { name, processor } of this.entries) {
      try {
        const told: unknown = processor.onEnd(span);
        if (told !== undefined) this.diagnostics.follow(name, 'onEnd', told);
      } catch (error) {
        this.diagnostics.failed(name, 'onEnd', error);
      }
    }
  }

  async forceFlush(timeoutMs: number): Promise<void> {
    await this.askAll('flush', timeoutMs, (processor) => processor.forceFlush(timeoutMs));
  }

  async shutdown(timeoutMs: number): Promise<void> {
    await this.askAll('shutdown', timeoutMs, (processor) => processor.shutdown(timeoutMs));
  }

  exportState(): ExportState | undefined {
    for (const { processor } of this.entries) if (processor.exportState) return processor.exportState();
    return undefined;
  }

  private async askAll(
    phase: string,
    timeoutMs: number,
    ask: (processor: SpanProcessorLike) => Promise<void>,
  ): Promise<void> {
    const asked = this.entries.map(async ({ name, processor }) => {
      try {
        await within(timeoutMs, ask(processor));
      } catch (error) {
        this.diagnostics.failed(name, phase, error);
      }
    });
    await Promise.all(asked);
  }
}

/** Waits for `work`, but no longer than `timeoutMs`; a late rejection is nobody's. */
export async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  try {
    await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
