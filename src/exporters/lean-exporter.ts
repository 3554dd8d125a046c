/**
 * OpenTelemetry's OTLP exporters with a serialiser of ours: connections, TLS, headers, compression, retries and time limits
 * stay theirs. Their classes take no serialiser, but all of them hand what they are given to one that is kept beside the
 * transport. So it was from 0.217 to 0.301; where a version looks different, the exporter is used as it is.
 */
import { OtlpBatches, type OtlpBatch } from './otlp-batch.js';
import type { SpanExporterLike } from './span-exporter.js';

/** Returns the exporter itself where its structure is not the one that is known. */
export function leanExporter(exporter: SpanExporterLike): SpanExporterLike {
  const { _delegate: delegate } = exporter as PossiblyKnown;
  if (!hasKnownStructure(delegate)) return exporter;
  const { _serializer: official } = delegate;
  const batches = new OtlpBatches();
  // The answer is still read by the official serialiser: a partial success is told as before.
  const lean = Object.assign(Object.create(official), { serializeRequest: (batch: OtlpBatch) => batch.toRequest() });
  Object.assign(delegate, { _serializer: lean });
  return {
    createBatch: () => batches.create(),
    export: (batch, done) => exporter.export(batch, done),
    shutdown: () => exporter.shutdown(),
  };
}

/** What every version so far keeps in its exporter. */
interface Delegate {
  readonly _serializer: { readonly serializeRequest: unknown; readonly deserializeResponse: unknown };
  readonly _transport: { readonly send: unknown };
}

interface PossiblyKnown {
  readonly _delegate?: Partial<Delegate>;
}

function hasKnownStructure(delegate: Partial<Delegate> = {}): delegate is Delegate {
  const { _serializer: serializer, _transport: transport } = delegate;
  const parts = [serializer?.serializeRequest, serializer?.deserializeResponse, transport?.send];
  return parts.every((part) => typeof part === 'function');
}
