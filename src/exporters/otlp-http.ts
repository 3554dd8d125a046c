/** The only file that knows the OTLP exporter over HTTP with protobuf; an optional package, loaded when asked for. */
import type { Agent } from 'node:http';
import { requirePeer } from '../config/index.js';
import type { OtlpTarget } from './otlp-target.js';
import type { SpanExporterLike } from './span-exporter.js';

interface ExporterModule {
  readonly OTLPTraceExporter: new (options: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly timeoutMillis: number;
  }) => SpanExporterLike;
}

/** @throws ObservabilityError OBS_ERR_PEER_MISSING when the exporter is not installed */
export function createHttpExporter({ endpoint, headers, timeoutMs }: OtlpTarget): SpanExporterLike {
  const feature = 'Exporting traces over OTLP/HTTP';
  const { OTLPTraceExporter } = requirePeer<ExporterModule>('@opentelemetry/exporter-trace-otlp-proto', feature);
  return lettingGo(new OTLPTraceExporter({ url: endpoint, headers, timeoutMillis: timeoutMs }));
}

/** Its agent keeps the connection for the next export, and nobody closes that after the last one. */
function lettingGo(exporter: SpanExporterLike): SpanExporterLike {
  const shutdown = exporter.shutdown.bind(exporter);
  return Object.assign(exporter, {
    shutdown: async () => {
      await shutdown();
      agentOf(exporter as WithAgent)?.destroy();
    },
  });
}

/** Where every version from 0.217 to 0.301 keeps it: in the transport behind the one that tries again. */
interface WithAgent {
  readonly _delegate?: {
    readonly _transport?: { readonly _transport?: { readonly _utils?: { readonly agent?: Agent } | null } };
  };
}

/** Undefined before the first export, and where a version looks different. */
function agentOf({ _delegate: delegate }: WithAgent): Agent | undefined {
  const { _transport: retrying } = delegate ?? {};
  const { _transport: transport } = retrying ?? {};
  const { _utils: loaded } = transport ?? {};
  return loaded?.agent;
}
