/** The only file that knows the OTLP exporter over gRPC, and the gRPC client that comes with it. */
import { createRequire } from 'node:module';
import { requirePeer } from '../config/index.js';
import { DeliveryError } from './delivery-error.js';
import { rejectedIn } from './otlp-answer.js';
import type { OtlpSender } from './otlp-sender.js';
import type { OtlpTarget } from './otlp-target.js';
import type { SpanExporterLike } from './span-exporter.js';

const PACKAGE = '@opentelemetry/exporter-trace-otlp-grpc';
/** What the exporter depends on in every release, and what depends on the gRPC client in every release. */
const BASE_PACKAGE = '@opentelemetry/otlp-grpc-exporter-base';

interface ExporterModule {
  readonly OTLPTraceExporter: new (options: {
    readonly url: string;
    readonly metadata: unknown;
    readonly timeoutMillis: number;
  }) => SpanExporterLike;
}

interface GrpcModule {
  readonly Metadata: new () => { set(name: string, value: string): void };
  readonly Client: new (address: string, credentials: unknown, options: object) => GrpcClient;
  readonly credentials: { createInsecure(): unknown; createSsl(): unknown };
}

interface GrpcClient {
  makeUnaryRequest(
    method: string,
    serialize: (request: Uint8Array) => Buffer,
    deserialize: (answer: Buffer) => Buffer,
    request: Uint8Array,
    metadata: unknown,
    options: { readonly deadline: number },
    done: (error: GrpcFailure | null, answer?: Buffer) => void,
  ): void;
  close(): void;
}

interface GrpcFailure {
  readonly code: number;
  readonly details: string;
}

/** @throws ObservabilityError OBS_ERR_PEER_MISSING when the exporter is not installed */
export function createGrpcExporter({ endpoint, headers, timeoutMs }: OtlpTarget): SpanExporterLike {
  const { OTLPTraceExporter } = requirePeer<ExporterModule>(PACKAGE, 'Exporting traces over OTLP/gRPC');
  return new OTLPTraceExporter({ url: endpoint, metadata: metadataOf(headers), timeoutMillis: timeoutMs });
}

/** gRPC waits up to two minutes between attempts to connect; a receiver that is back should be found sooner. */
const CHANNEL_OPTIONS = { 'grpc.max_reconnect_backoff_ms': 5000 } as const;

/**
 * Sends requests that are bytes already.
 * @param method its full name: `/package.Service/Method`
 * @throws ObservabilityError OBS_ERR_PEER_MISSING when the exporter is not installed
 */
export function grpcSender({ endpoint, headers, timeoutMs }: OtlpTarget, method: string): OtlpSender {
  requirePeer<ExporterModule>(PACKAGE, 'Exporting over OTLP/gRPC');
  const { Client, credentials } = grpc();
  const { hostname, port, protocol } = new URL(endpoint);
  const isSecure = protocol === 'https:';
  const address = `${hostname}:${port || (isSecure ? 443 : 80)}`;
  const client = new Client(
    address,
    isSecure ? credentials.createSsl() : credentials.createInsecure(),
    CHANNEL_OPTIONS,
  );
  const metadata = metadataOf(headers);
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const options = { deadline: Date.now() + timeoutMs };
        client.makeUnaryRequest(method, toBuffer, asIs, request, metadata, options, (error, answer) => {
          if (error === null) resolve(rejectedIn(answer ?? Buffer.alloc(0)));
          else reject(failureOf(error));
        });
      }),
    close: () => client.close(),
  };
}

const DEADLINE_EXCEEDED = 4;
/** Cancelled, deadline exceeded, resource exhausted, aborted, out of range, unavailable, data loss: https://opentelemetry.io/docs/specs/otlp/#failures */
const RETRYABLE: ReadonlySet<number> = new Set([1, DEADLINE_EXCEEDED, 8, 10, 11, 14, 15]);

function failureOf({ code, details }: GrpcFailure): DeliveryError {
  const isTransient = RETRYABLE.has(code);
  if (code === DEADLINE_EXCEEDED) return new DeliveryError(details, { isTransient, reason: 'export_timeout' });
  return new DeliveryError(`${details} (gRPC status ${code})`, {
    isTransient,
    reason: isTransient ? 'export_failed' : 'rejected',
  });
}

function toBuffer(request: Uint8Array): Buffer {
  return Buffer.from(request.buffer, request.byteOffset, request.byteLength);
}

function asIs(answer: Buffer): Buffer {
  return answer;
}

/** gRPC's own type: the exporter checks the class. */
function metadataOf(headers: Readonly<Record<string, string>>): unknown {
  const { Metadata } = grpc();
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return metadata;
}

/** The copy that the exporter uses, found on the way of its dependencies: strict installers know no other (Yarn's Plug'n'Play). */
function grpc(): GrpcModule {
  const base = createRequire(require.resolve(PACKAGE)).resolve(BASE_PACKAGE);
  return createRequire(base)('@grpc/grpc-js') as GrpcModule;
}
