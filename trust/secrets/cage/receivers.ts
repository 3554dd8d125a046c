/** Whoever is sent telemetry: OTLP by both protocols, a webhook, Sentry. All bodies are kept as they came. */
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { Server as GrpcServer, ServerCredentials, type ServiceDefinition, type UntypedHandleCall } from '@grpc/grpc-js';

const SERVICES = {
  traces: 'trace.v1.TraceService',
  metrics: 'metrics.v1.MetricsService',
  logs: 'logs.v1.LogsService',
} as const;

export class Receivers {
  /** By the last words of where it went: `traces`, `metrics`, `logs`, `webhook`, `envelope`. */
  readonly bodies = new Map<string, Buffer[]>();
  private readonly grpc = new GrpcServer();
  private readonly http: HttpServer = createServer(async (request, response) => {
    const body = await buffer(request);
    const place = /([^/?]+)\/?(?:\?.*)?$/.exec(request.url!)![1]!;
    this.keep(place, request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
    response.end(place === 'envelope' ? '{}' : undefined);
  });
  private grpcPort = 0;

  static async start(): Promise<Receivers> {
    const receivers = new Receivers();
    await once(receivers.http.listen(0, '127.0.0.1'), 'listening');
    receivers.grpcPort = await receivers.startGrpc();
    return receivers;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  collectorUrl(protocol: 'grpc' | 'http/protobuf'): string {
    return `http://127.0.0.1:${protocol === 'grpc' ? this.grpcPort : this.port}`;
  }

  stop(): void {
    this.grpc.forceShutdown();
    this.http.close().closeAllConnections();
  }

  private startGrpc(): Promise<number> {
    for (const [place, service] of Object.entries(SERVICES)) this.grpc.addService(...this.serviceOf(place, service));
    return new Promise((resolve, reject) => {
      this.grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  /** Without reading messages: bytes in, none out. */
  private serviceOf(place: string, service: string): [ServiceDefinition, Record<string, UntypedHandleCall>] {
    const asIs = (value: Buffer): Buffer => value;
    const streams = { requestStream: false, responseStream: false } as const;
    const codecs = {
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    };
    const path = `/opentelemetry.proto.collector.${service}/Export`;
    const take = ({ request }: { readonly request: Buffer }, answer: (error: null, value: Buffer) => void): void => {
      this.keep(place, request);
      answer(null, Buffer.alloc(0));
    };
    return [{ export: { path, ...streams, ...codecs } }, { export: take as UntypedHandleCall }];
  }

  private keep(place: string, body: Buffer): void {
    const known = this.bodies.get(place);
    if (known === undefined) this.bodies.set(place, [body]);
    else known.push(body);
  }
}
