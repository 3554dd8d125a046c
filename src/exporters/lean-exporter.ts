/**
 * OpenTelemetry's OTLP exporters with a serialiser of ours: connections, TLS, headers, compression, retries and time limits
 * stay theirs. Their classes take no serialiser, but all of them hand what they are given to one that is kept beside the
 * transport. So it was from 0.217 to 0.301; where a version looks different, the exporter is used as it is.
 */
import { rejectedIn } from './otlp-answer.js';
import { OtlpBatches, type OtlpBatch } from './otlp-batch.js';
import type { SpanExporterLike } from './span-exporter.js';

/** Returns the exporter itself where its structure is not the one that is known. */
export function leanExporter(exporter: SpanExporterLike): SpanExporterLike {
  const { _delegate: delegate } = exporter as PossiblyKnown;
  if (!hasKnownStructure(delegate)) return exporter;
  const { _serializer: official } = delegate;
  const batches = new OtlpBatches();
  let refused = 0;
  const lean = Object.assign(Object.create(official), {
    serializeRequest: (batch: OtlpBatch) => batch.toRequest(),
    // Still read by the official serialiser as well, which tells of a partial success as before.
    deserializeResponse(answer: Uint8Array): unknown {
      refused = rejectedIn(answer);
      return official.deserializeResponse.call(lean, answer);
    },
  });
  Object.assign(delegate, { _serializer: lean });
  /** In the turn in which the answer was read. */
  const takeRefused = (): number => {
    const count = refused;
    refused = 0;
    return count;
  };
  return {
    createBatch: () => batches.create(),
    export: (batch, done) => exporter.export(batch, (result) => done({ ...result, refused: takeRefused() })),
    shutdown: () => exporter.shutdown(),
  };
}

/** What every version so far keeps in its exporter. */
interface Delegate {
  readonly _serializer: {
    readonly serializeRequest: unknown;
    readonly deserializeResponse: (answer: Uint8Array) => unknown;
  };
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
