/** Puts tracing together for one application: its sampling, its spans, its handler, and a bounded end. */
import { trace } from '@opentelemetry/api';
import {
  autoTraceFilter,
  readVariable,
  type Environment,
  type ResolvedConfig,
  type TracesConfig,
} from '../config/index.js';
import { ensureContextManager, type Clock, type Diagnostics } from '../kernel/index.js';
import { offerEarlyTracing, takeEarlyTracing, warningOfLateValues, type EarlyTracing } from './early-tracing.js';
import {
  hasForeignTracerProvider,
  joinGlobalTracers,
  leaveGlobalTracers,
  registerPropagator,
} from './global-tracers.js';
import { createPropagator } from './propagators.js';
import { resourceOf } from './resource.js';
import { Sampling, type SamplingSettings } from './sampling.js';
import type { FoldingSettings } from './sibling-folding.js';
import { SpanFanOut, type ExportState, type SpanConsumer, type SpanProcessorLike } from './span-consumer.js';
import { ForeignSpans, INSTRUMENTATION_NAME, OwnSpans, type SpanFactory } from './span-factory.js';
import type { SpanRedactor } from './span-redactor.js';
import { TracingHandler } from './tracing.handler.js';

export interface StartTracingOptions {
  readonly config: ResolvedConfig;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
  /** Who receives spans. With an empty list nothing is recorded; ids and propagation work all the same. */
  readonly consumers: readonly SpanConsumer[];
  /** Where OTEL_PROPAGATORS, OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN and Kubernetes' names are read. @default the process's */
  readonly env?: Environment;
  /** Hides secrets in attributes, events and messages before the SDK sees them. @default nothing is hidden */
  readonly redact?: SpanRedactor;
}

export interface Tracing {
  readonly handler: TracingHandler;
  readonly sampling: Sampling;
  /** Where the handler's spans come from; another handler may share them. */
  readonly spans: SpanFactory;
  /** `own`: our spans, and our SDK for those of others. `application`: the SDK it brought; sampling and export are its own. */
  readonly provider: 'own' | 'application';
  /** Adds a consumer while the application runs; returns how to remove it. No-op when the application brought its own SDK. */
  addConsumer(consumer: SpanConsumer): () => void;
  /** Called when spans begin or cease to be wanted: the pipeline must plan anew. */
  onInterestChange(listener: () => void): void;
  /** State of the exporter among the consumers; undefined when there is none. */
  exportState(): ExportState | undefined;
  /** Exports what is finished, in `timeoutMs` at the latest. Never rejects. */
  flush(timeoutMs: number): Promise<void>;
  /** Flushes and lets go of everything, in `timeoutMs` at the latest. Idempotent; never rejects. */
  shutdown(timeoutMs: number): Promise<void>;
}

/**
 * Starts tracing for an application. What `nestjs-observability/register` has started is taken over instead of started
 * twice; an SDK that the application registered itself stays in charge.
 *
 * @throws ObservabilityError OBS_ERR_PEER_MISSING when there are consumers and the SDK is not installed
 */
export function startTracing(options: StartTracingOptions): Tracing {
  const early = takeEarlyTracing();
  if (early !== undefined) return takeOver(early, options);
  ensureContextManager();
  const isForeign = hasForeignTracerProvider();
  registerPropagator(() => createPropagator(propagatorNames(options.env)));
  return isForeign ? new ApplicationTracing(options) : new OwnTracing(options);
}

/** The part of the configuration that can change while the application runs. */
export function samplingSettings({ traces }: ResolvedConfig): SamplingSettings {
  return { ratio: traces.sampleRatio, isParentBased: traces.parentBased, rules: traces.rules };
}

function takeOver(early: EarlyTracing, options: StartTracingOptions): Tracing {
  const { tracing } = early;
  const { config, diagnostics, consumers } = options;
  const warning = warningOfLateValues(early.config, config);
  if (warning !== undefined) diagnostics.warnOnce('tracing:late', warning);
  tracing.sampling.configure(samplingSettings(config));
  const removals = consumers.map((consumer) => tracing.addConsumer(consumer));
  const giveBack = async (timeoutMs: number): Promise<void> => {
    await tracing.flush(timeoutMs);
    for (const remove of removals) remove();
    offerEarlyTracing(early);
  };
  let isOver: Promise<void> | undefined;
  return {
    handler: handlerFor(tracing.spans, options),
    sampling: tracing.sampling,
    spans: tracing.spans,
    provider: tracing.provider,
    addConsumer: (consumer) => tracing.addConsumer(consumer),
    onInterestChange: (listener) => tracing.onInterestChange(listener),
    exportState: () => tracing.exportState(),
    flush: (timeoutMs) => tracing.flush(timeoutMs),
    // The process goes on and may make another application: that one takes over again.
    shutdown: (timeoutMs) => (isOver ??= giveBack(timeoutMs)),
  };
}

class OwnTracing implements Tracing {
  readonly provider = 'own';
  readonly sampling: Sampling;
  readonly handler: TracingHandler;
  private readonly consumers: SpanFanOut;
  readonly spans: OwnSpans;
  private interestChanged: () => void = () => undefined;
  private isOver: Promise<void> | undefined;

  constructor(options: StartTracingOptions) {
    const { config, clock, diagnostics } = options;
    this.sampling = new Sampling(samplingSettings(config));
    this.consumers = new SpanFanOut(diagnostics);
    for (const consumer of options.consumers) this.consumers.add(consumer);
    this.spans = new OwnSpans({
      sampling: this.sampling,
      consumers: this.consumers,
      resource: resourceOf(config, options.env),
      limits: config.traces.limits,
      clock,
      diagnostics,
    });
    this.handler = handlerFor(this.spans, options);
    this.sampling.onRootsChange(() => this.interestChanged());
    joinGlobalTracers(this.spans);
  }

  addConsumer(consumer: SpanConsumer): () => void {
    if (this.consumers.get(consumer.name) !== undefined) return () => undefined;
    this.change(() => this.consumers.add(consumer));
    return () => this.removeConsumer(consumer.name);
  }

  onInterestChange(listener: () => void): void {
    this.interestChanged = listener;
  }

  exportState(): ExportState | undefined {
    return this.consumers.exportState();
  }

  flush(timeoutMs: number): Promise<void> {
    return this.consumers.forceFlush(timeoutMs);
  }

  shutdown(timeoutMs: number): Promise<void> {
    if (this.isOver === undefined) {
      leaveGlobalTracers(this.spans);
      this.isOver = this.consumers.shutdown(timeoutMs);
    }
    return this.isOver;
  }

  private removeConsumer(name: string): void {
    this.change(() => {
      const removed: SpanProcessorLike | undefined = this.consumers.remove(name);
      removed?.shutdown(0).catch(() => undefined);
    });
  }

  private change(alter: () => void): void {
    const wasEmpty = this.consumers.isEmpty;
    alter();
    this.spans.prepareWhenNeeded();
    if (wasEmpty !== this.consumers.isEmpty) this.interestChanged();
  }
}

/** The application registered an SDK: our spans go through it, and what it does with them is its affair. */
class ApplicationTracing implements Tracing {
  readonly provider = 'application';
  readonly sampling: Sampling;
  readonly spans = new ForeignSpans(trace.getTracer(INSTRUMENTATION_NAME));
  readonly handler: TracingHandler;
  private isOver: Promise<void> | undefined;

  constructor(options: StartTracingOptions) {
    const { consumers, diagnostics } = options;
    this.sampling = new Sampling(samplingSettings(options.config));
    this.handler = handlerFor(this.spans, options);
    if (consumers.length > 0) diagnostics.warnOnce('tracing:foreign', unusedConsumers(consumers));
  }

  addConsumer(): () => void {
    return () => undefined;
  }

  onInterestChange(): void {}

  exportState(): undefined {
    return undefined;
  }

  async flush(): Promise<void> {}

  shutdown(): Promise<void> {
    return (this.isOver ??= Promise.resolve());
  }
}

function handlerFor(spans: SpanFactory, { config, diagnostics, clock, env, redact }: StartTracingOptions) {
  const { autoTrace, traces } = config;
  if (spans instanceof OwnSpans) spans.redactWith(redact);
  return new TracingHandler({
    spans,
    diagnostics,
    clock,
    recordsExceptionEvents: wantsExceptionEvents(env),
    redact,
    ...(autoTrace !== false && { autoTraces: autoTraceFilter(autoTrace) }),
    folding: foldingSettings(traces),
  });
}

function foldingSettings({ collapseAfter, collapseKeepSlowest }: TracesConfig): FoldingSettings | undefined {
  return collapseAfter === 0 ? undefined : { after: collapseAfter, keepSlowest: collapseKeepSlowest };
}

function propagatorNames(env: Environment | undefined): string[] {
  const asked = readVariable('OTEL_PROPAGATORS', env) ?? 'tracecontext,baggage';
  return asked.split(',').map((name) => name.trim().toLowerCase());
}

/** `logs` moves exceptions from spans to log records, `logs/dup` keeps both. */
function wantsExceptionEvents(env: Environment | undefined): boolean {
  return readVariable('OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN', env)?.toLowerCase() !== 'logs';
}

function unusedConsumers(consumers: readonly SpanConsumer[]): string {
  const names = consumers.map(({ name }) => name).join(', ');
  return (
    `The application has registered its own OpenTelemetry SDK, which samples and exports; ours (${names}) is not started. ` +
    'Fix: add the exporter to that SDK, or start no SDK and leave it to nestjs-observability.'
  );
}
