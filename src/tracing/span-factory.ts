/**
 * Where spans come from: an SDK of our own, one per application, or the one the application brought itself. The handler
 * asks the same two questions of either.
 */
import { type Context, type Span, type SpanOptions, type Tracer } from '@opentelemetry/api';
import type { Sampling, SamplingSubject } from './sampling.js';
import { createTracerProvider, type SdkTracerProvider } from './sdk.js';
import type { ResourceAttributes } from './resource.js';
import type { SpanFanOut } from './span-consumer.js';

export const INSTRUMENTATION_NAME = 'nestjs-observability';

export interface SpanFactory {
  /** Whether anything can be recorded at present; false means that nobody would receive a span. */
  readonly isRecording: boolean;
  /** Whether a call without any span above it may become a trace. */
  readonly mayRecordRoots: boolean;
  /** Asked before anything is built for a span. */
  shouldRecord(parent: Context, subject: SamplingSubject): boolean;
  start(name: string, options: SpanOptions, parent: Context): Span;
}

/** Spans of our own SDK, which is loaded when the first consumer is there. */
export class OwnSpans implements SpanFactory {
  private provider: SdkTracerProvider | undefined;
  private tracer: Tracer | undefined;
  private isDecided = false;

  constructor(
    private readonly sampling: Sampling,
    private readonly consumers: SpanFanOut,
    private readonly resource: ResourceAttributes,
  ) {
    this.loadWhenNeeded();
  }

  /** @throws ObservabilityError OBS_ERR_PEER_MISSING when the SDK is not installed */
  loadWhenNeeded(): void {
    if (this.consumers.isEmpty || this.provider !== undefined) return;
    this.provider = createTracerProvider({
      resource: this.resource,
      processor: this.consumers,
      shouldRecord: (parent, traceId, name, attributes) =>
        this.isDecided || this.shouldRecord(parent, { name, traceId, route: attributes['http.route'] }),
    });
    this.tracer = this.provider.getTracer(INSTRUMENTATION_NAME);
  }

  get isRecording(): boolean {
    return this.tracer !== undefined && !this.consumers.isEmpty;
  }

  get mayRecordRoots(): boolean {
    return this.sampling.mayRecordRoots;
  }

  /** The tracer of a third-party instrumentation; undefined while nobody consumes spans. */
  tracerFor(name: string, version?: string, options?: { schemaUrl?: string }): Tracer | undefined {
    return this.isRecording ? this.provider?.getTracer(name, version, options) : undefined;
  }

  shouldRecord(parent: Context, subject: SamplingSubject): boolean {
    return this.isRecording && this.sampling.shouldRecord(parent, subject);
  }

  start(name: string, options: SpanOptions, parent: Context): Span {
    // The SDK asks its sampler within this call, so the flag says: this one is decided already.
    this.isDecided = true;
    try {
      return this.tracer!.startSpan(name, options, parent);
    } finally {
      this.isDecided = false;
    }
  }
}

/** Spans of the SDK the application brought: it decides, and it exports. */
export class ForeignSpans implements SpanFactory {
  readonly isRecording = true;
  readonly mayRecordRoots = true;

  constructor(private readonly tracer: Tracer) {}

  shouldRecord(): boolean {
    return true;
  }

  start(name: string, options: SpanOptions, parent: Context): Span {
    return this.tracer.startSpan(name, options, parent);
  }
}
