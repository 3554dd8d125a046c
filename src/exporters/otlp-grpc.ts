/** The only file that knows the OTLP exporter over gRPC. */
import { createRequire } from 'node:module';
import { requirePeer } from '../config/index.js';
import type { OtlpTarget } from './otlp-target.js';
import type { SpanExporterLike } from './span-exporter.js';

const PACKAGE = '@opentelemetry/exporter-trace-otlp-grpc';

interface ExporterModule {
  readonly OTLPTraceExporter: new (options: {
    readonly url: string;
    readonly metadata: unknown;
    readonly timeoutMillis: number;
  }) => SpanExporterLike;
}

interface GrpcModule {
  readonly Metadata: new () => { set(name: string, value: string): void };
}

/** @throws ObservabilityError OBS_ERR_PEER_MISSING when the exporter is not installed */
export function createGrpcExporter({ endpoint, headers, timeoutMs }: OtlpTarget): SpanExporterLike {
  const { OTLPTraceExporter } = requirePeer<ExporterModule>(PACKAGE, 'Exporting traces over OTLP/gRPC');
  return new OTLPTraceExporter({ url: endpoint, metadata: metadataOf(headers), timeoutMillis: timeoutMs });
}

/** gRPC's own type, taken from the copy that the exporter uses: it checks the class. */
function metadataOf(headers: Readonly<Record<string, string>>): unknown {
  const { Metadata } = createRequire(require.resolve(PACKAGE))('@grpc/grpc-js') as GrpcModule;
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return metadata;
}
