/** The only file that knows the OTLP exporter over HTTP with protobuf; an optional package, loaded when asked for. */
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
  return new OTLPTraceExporter({ url: endpoint, headers, timeoutMillis: timeoutMs });
}
