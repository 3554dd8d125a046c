/**
 * The only file that knows OpenTelemetry's SDK. Works with 2.x and 3.x, whose packages merged, by structure instead of
 * types. `@opentelemetry/sdk-node` is the peer, but only what it brings along is loaded, when it is used: requiring it whole
 * took 330 to 750 ms and 2 000 modules here (every exporter), its trace SDK 36 to 57 ms and 130 modules.
 */
import { createRequire } from 'node:module';
import type { Attributes, Context, Link, SpanKind, Tracer } from '@opentelemetry/api';
import { requirePeer, type SpanLimitsConfig } from '../config/index.js';
import type { ResourceAttributes } from './resource.js';
import type { SpanProcessorLike } from './span-consumer.js';
import type { SpanResource } from './span-resource.js';

export interface SdkTracerProvider {
  getTracer(name: string, version?: string, options?: { schemaUrl?: string }): Tracer;
}

/** Decides about the spans of third-party instrumentations; ours are decided before they reach the SDK. */
export type SpanDecision = (parent: Context, traceId: string, name: string, attributes: Attributes) => boolean;

export interface SdkOptions {
  readonly resource: SpanResource;
  readonly limits: SpanLimitsConfig;
  readonly processor: SpanProcessorLike;
  readonly shouldRecord: SpanDecision;
}

/**
 * Makes the spans of third-party instrumentations; loads the trace SDK.
 * @throws ObservabilityError OBS_ERR_PEER_MISSING when the SDK is not installed
 */
export function createTracerProvider({ resource, limits, processor, shouldRecord }: SdkOptions): SdkTracerProvider {
  const Provider = loadProviderClass();
  return new Provider({
    resource,
    spanLimits: {
      attributeCountLimit: limits.attributeCount,
      attributeValueLengthLimit: limits.attributeValueLength ?? Infinity,
      eventCountLimit: limits.eventCount,
      linkCountLimit: limits.linkCount,
    },
    sampler: new SamplerAdapter(shouldRecord),
    spanProcessors: [processor],
  });
}

/**
 * `telemetry.sdk.*`, which OpenTelemetry wants on every resource.
 * @throws ObservabilityError OBS_ERR_PEER_MISSING when the SDK is not installed
 */
export function sdkAttributes(): ResourceAttributes {
  const info = Object.entries(loadFromSdk<CoreModule>('@opentelemetry/core').SDK_INFO);
  return Object.fromEntries(info.filter(([name]) => name.startsWith('telemetry.sdk.')));
}

interface CoreModule {
  readonly SDK_INFO: ResourceAttributes;
}

interface ProviderOptions {
  readonly resource: SpanResource;
  readonly spanLimits: Readonly<Record<string, number>>;
  readonly sampler: SamplerAdapter;
  readonly spanProcessors: readonly SpanProcessorLike[];
}

type ProviderClass = new (options: ProviderOptions) => SdkTracerProvider;

// 2.12 moved the trace SDK to sdk-trace, 3.x has only that; older 2.x have it in sdk-trace-base.
function loadProviderClass(): ProviderClass {
  try {
    return loadFromSdk<{ TracerProvider: ProviderClass }>('@opentelemetry/sdk-trace').TracerProvider;
  } catch {
    return loadFromSdk<{ BasicTracerProvider: ProviderClass }>('@opentelemetry/sdk-trace-base').BasicTracerProvider;
  }
}

/** A package as sdk-node itself sees it, so that version and copy are the ones it was tested with. */
function loadFromSdk<T>(name: string): T {
  return createRequire(pathOfSdk())(name) as T;
}

function pathOfSdk(): string {
  try {
    return require.resolve('@opentelemetry/sdk-node');
  } catch {
    requirePeer('@opentelemetry/sdk-node', 'Tracing');
    throw new Error('@opentelemetry/sdk-node can be loaded but not resolved');
  }
}

const NOT_RECORD = 0;
const RECORD_AND_SAMPLED = 2;

class SamplerAdapter {
  constructor(private readonly shouldRecord: SpanDecision) {}

  shouldSample(
    parent: Context,
    traceId: string,
    name: string,
    _kind: SpanKind,
    attributes: Attributes,
    _links: Link[],
  ) {
    return { decision: this.shouldRecord(parent, traceId, name, attributes) ? RECORD_AND_SAMPLED : NOT_RECORD };
  }

  toString(): string {
    return 'nestjs-observability';
  }
}
