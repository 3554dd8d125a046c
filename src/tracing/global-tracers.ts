/**
 * What third-party instrumentations get from the OpenTelemetry API. One provider stands there for all applications of the
 * process and asks, span by span, whose work this is: that of the operation it happens in, else the oldest application's.
 * So two applications never see each other's spans, and a closed one leaves nothing behind.
 */
import {
  context,
  propagation,
  ProxyTracerProvider,
  trace,
  type Context,
  type Span,
  type SpanOptions,
  type TextMapPropagator,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { operationIn, type OperationPipeline } from '../kernel/index.js';
import { INSTRUMENTATION_NAME, type OwnSpans } from './span-factory.js';

const alive: OwnSpans[] = [];
const ofPipeline = new WeakMap<OperationPipeline, OwnSpans>();

/** Whether somebody else registered a tracer provider; then it is the application's own and stays in charge. */
export function hasForeignTracerProvider(): boolean {
  const provider = trace.getTracerProvider();
  const isProxy = provider instanceof ProxyTracerProvider;
  const tracer = isProxy ? provider.getDelegateTracer(INSTRUMENTATION_NAME) : provider.getTracer(INSTRUMENTATION_NAME);
  return tracer !== undefined && !(tracer instanceof AmbientTracer);
}

export function joinGlobalTracers(spans: OwnSpans): void {
  alive.push(spans);
  if (alive.length === 1) trace.setGlobalTracerProvider(new AmbientTracerProvider());
}

/** Operations of this pipeline, and whatever happens inside them, belong to these spans. */
export function claimPipeline(pipeline: OperationPipeline, spans: OwnSpans): void {
  ofPipeline.set(pipeline, spans);
}

export function leaveGlobalTracers(spans: OwnSpans): void {
  const index = alive.indexOf(spans);
  if (index < 0) return;
  alive.splice(index, 1);
  if (alive.length === 0 && !hasForeignTracerProvider()) trace.disable();
}

let ownPropagator: TextMapPropagator | undefined;

/** Takes the place of the API's propagator unless somebody has taken it; returns whether ours is there. */
export function registerPropagator(create: () => TextMapPropagator): boolean {
  if (propagation.fields().length > 0) return ownPropagator !== undefined;
  ownPropagator = create();
  return propagation.setGlobalPropagator(ownPropagator);
}

class AmbientTracerProvider implements TracerProvider {
  getTracer(name: string, version?: string, options?: { schemaUrl?: string }): Tracer {
    return new AmbientTracer((spans) => spans.tracerFor(name, version, options));
  }
}

// A proxy without a delegate is the API's no-op tracer: it passes on the caller's span and records nothing.
const NOOP_TRACER = new ProxyTracerProvider().getTracer('idle');

class AmbientTracer implements Tracer {
  constructor(private readonly tracerOf: (spans: OwnSpans) => Tracer | undefined) {}

  startSpan(name: string, options?: SpanOptions, parent: Context = context.active()): Span {
    const owner = ownerOf(parent);
    const tracer = (owner && this.tracerOf(owner)) ?? NOOP_TRACER;
    return tracer.startSpan(name, options, parent);
  }

  startActiveSpan(name: string, ...rest: unknown[]): never {
    const work = rest.pop() as (span: Span) => unknown;
    const [options, parent = context.active()] = rest as [SpanOptions | undefined, Context | undefined];
    const span = this.startSpan(name, options, parent);
    return context.with(trace.setSpan(parent, span), work, undefined, span) as never;
  }
}

function ownerOf(ambient: Context): OwnSpans | undefined {
  const pipeline = operationIn(ambient)?.pipeline;
  const owner = pipeline && ofPipeline.get(pipeline);
  return owner !== undefined && alive.includes(owner) ? owner : alive[0];
}
