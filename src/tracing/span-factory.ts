/**
 * Where spans come from: our own, or the SDK that the application brought itself. The handler asks the same of either.
 */
import { isSpanContextValid, type Context, type Span, type SpanContext, type Tracer } from '@opentelemetry/api';
import type { SpanLimitsConfig } from '../config/index.js';
import { spanIn, type Clock, type Diagnostics } from '../kernel/index.js';
import { hrTimeOf } from './hr-time.js';
import { RedactedSpans } from './redacted-spans.js';
import { RecordedSpan, type SpanHome, type SpanStart } from './recorded-span.js';
import type { Sampling, SamplingSubject } from './sampling.js';
import { createTracerProvider, sdkAttributes, type SdkTracerProvider } from './sdk.js';
import type { ResourceAttributes } from './resource.js';
import type { SpanFanOut } from './span-consumer.js';
import type { SpanRedactor } from './span-redactor.js';
import { SpanResource } from './span-resource.js';

export const INSTRUMENTATION_NAME = 'nestjs-observability';

export interface SpanFactory {
  /** Whether anything can be recorded at present; false means that nobody would receive a span. */
  readonly isRecording: boolean;
  /** Whether a call without any span above it may become a trace. */
  readonly mayRecordRoots: boolean;
  /** Asked before anything is built for a span. */
  shouldRecord(parent: Context, subject: SamplingSubject): boolean;
  start(start: SpanStart, parent: Context): Span;
  /** Ends a span that was started here, at a time in milliseconds since the Unix epoch. */
  end(span: Span, endEpochMs: number): void;
}

export interface OwnSpansOptions {
  readonly sampling: Sampling;
  readonly consumers: SpanFanOut;
  readonly resource: ResourceAttributes;
  readonly limits: SpanLimitsConfig;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

/** Our spans, and the SDK's for third-party instrumentations: one sampling, one resource, the same consumers. */
export class OwnSpans implements SpanFactory {
  private home: SpanHome | undefined;
  private redact: SpanRedactor | undefined;
  private provider: { readonly sdk: SdkTracerProvider | undefined } | undefined;

  constructor(private readonly options: OwnSpansOptions) {
    this.prepareWhenNeeded();
  }

  /** @throws ObservabilityError OBS_ERR_PEER_MISSING when there are consumers and the SDK is not installed */
  prepareWhenNeeded(): void {
    const { consumers, resource, limits, clock } = this.options;
    if (consumers.isEmpty || this.home !== undefined) return;
    this.home = {
      resource: new SpanResource({ ...sdkAttributes(), ...resource }),
      instrumentationScope: { name: INSTRUMENTATION_NAME },
      limits,
      clock,
      redact: this.redact,
      onEnd: (span) => consumers.onEnd(span),
    };
  }

  /** What others write into our spans, and theirs, from now on: the application that took over has its own rules. */
  redactWith(redact: SpanRedactor | undefined): void {
    this.redact = redact;
    if (this.home !== undefined) this.home = { ...this.home, redact };
  }

  get isRecording(): boolean {
    return this.home !== undefined && !this.options.consumers.isEmpty;
  }

  get mayRecordRoots(): boolean {
    return this.options.sampling.mayRecordRoots;
  }

  /** The tracer of a third-party instrumentation; undefined while nobody consumes spans. Loads the SDK when first asked. */
  tracerFor(name: string, version?: string, options?: { schemaUrl?: string }): Tracer | undefined {
    if (!this.isRecording) return undefined;
    this.provider ??= { sdk: this.loadProvider() };
    return this.provider.sdk?.getTracer(name, version, options);
  }

  shouldRecord(parent: Context, subject: SamplingSubject): boolean {
    return this.isRecording && this.options.sampling.shouldRecord(parent, subject);
  }

  start(start: SpanStart, parent: Context): Span {
    const span = new RecordedSpan(this.home!, start, validContextOf(spanIn(parent)));
    this.options.consumers.onStart(span, parent);
    return span;
  }

  end(span: Span, endEpochMs: number): void {
    (span as RecordedSpan).endAt(endEpochMs);
  }

  /** In the middle of somebody else's work: whatever is wrong with the SDK must not reach it. */
  private loadProvider(): SdkTracerProvider | undefined {
    const { consumers, limits, diagnostics } = this.options;
    const create = () =>
      createTracerProvider({
        resource: this.home!.resource,
        limits,
        processor: new RedactedSpans(consumers, () => this.redact),
        shouldRecord: (parent, traceId, name, attributes) =>
          this.shouldRecord(parent, { name, traceId, attributes: { 'http.route': attributes['http.route'] } }),
      });
    return diagnostics.safely('tracing', 'loadSdk', create, undefined);
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

  start({ name, kind, startEpochMs, attributes = {}, links = [] }: SpanStart, parent: Context): Span {
    const options = { kind, startTime: hrTimeOf(startEpochMs), attributes, links: [...links] };
    return this.tracer.startSpan(name, options, parent);
  }

  end(span: Span, endEpochMs: number): void {
    span.end(hrTimeOf(endEpochMs));
  }
}

function validContextOf(span: Span | undefined): SpanContext | undefined {
  // Looking through all digits takes longer than making new ones.
  if (span instanceof RecordedSpan) return span.spanContext();
  const context = span?.spanContext();
  return context !== undefined && isSpanContextValid(context) ? context : undefined;
}
