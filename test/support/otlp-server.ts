/** A collector for tests: a real gRPC server that takes OTLP traces, refuses them, or never answers. */
import {
  loadPackageDefinition,
  Metadata,
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoFile } from './proto-file.js';

/** `partial`: accepted, but for one span that was refused. */
export type OtlpServerMode = 'ok' | 'error' | 'hang' | 'partial';

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly name: string;
  /** OTLP numbers: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
  /** 0 unset, 1 ok, 2 error. */
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scope: string;
}

export interface OtlpServer {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly port: number;
  /** Spans that were accepted, in order of arrival. */
  readonly spans: readonly ReceivedSpan[];
  /** Metadata of each export. */
  readonly metadata: readonly Metadata[];
  /** Exports that arrived, whatever became of them. */
  readonly exports: number;
  setMode(mode: OtlpServerMode): void;
  stop(): Promise<void>;
}

const traceService = loadTraceService();

const PARTIAL_SUCCESS = { partialSuccess: { rejectedSpans: '1', errorMessage: 'one span is too old' } };

/** @param port 0 takes any free one */
export async function startOtlpServer({
  mode = 'ok',
  port = 0,
}: { mode?: OtlpServerMode; port?: number } = {}): Promise<OtlpServer> {
  const state = { mode, spans: [] as ReceivedSpan[], metadata: [] as Metadata[], exports: 0 };
  const server = new Server();
  server.addService(traceService, {
    Export: (call: ServerUnaryCall<ExportRequest, object>, answer: sendUnaryData<object>) => {
      state.exports++;
      state.metadata.push(call.metadata);
      if (state.mode === 'hang') return;
      if (state.mode === 'error') return answer({ code: status.INTERNAL, message: 'refused by the test' });
      state.spans.push(...receivedSpans(call.request));
      answer(null, state.mode === 'partial' ? PARTIAL_SUCCESS : {});
    },
  });
  const bound = await bind(server, port);
  return {
    endpoint: `http://127.0.0.1:${bound}`,
    port: bound,
    spans: state.spans,
    metadata: state.metadata,
    get exports() {
      return state.exports;
    },
    setMode: (next) => void (state.mode = next),
    stop: async () => {
      server.forceShutdown();
      // Clients whose calls were cut off hear of it on the next turns of the loop.
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
  };
}

/** What an export's bytes say, as the proto file reads them. */
export function decodeExport(bytes: Uint8Array): ExportRequest {
  return traceService['Export']!.requestDeserialize(Buffer.from(bytes)) as ExportRequest;
}

/** The answer of a server in mode `partial`, for one that does not speak gRPC. */
export function encodePartialSuccess(): Buffer {
  return traceService['Export']!.responseSerialize(PARTIAL_SUCCESS);
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
}

function loadTraceService() {
  const definition = loadSync(protoFile('trace'), {
    longs: String,
    bytes: Buffer,
    defaults: true,
    oneofs: true,
  });
  const root = loadPackageDefinition(definition) as unknown as ProtoRoot;
  return root.opentelemetry.proto.collector.trace.v1.TraceService.service;
}

interface ProtoRoot {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: { readonly trace: { readonly v1: { readonly TraceService: ServiceClientConstructor } } };
    };
  };
}

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

interface AnyValue {
  /** Which of the fields is set. */
  readonly value?: 'stringValue' | 'boolValue' | 'intValue' | 'doubleValue' | 'arrayValue';
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
}

interface OtlpSpan {
  readonly traceId: Buffer;
  readonly spanId: Buffer;
  readonly parentSpanId: Buffer;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly events: readonly { readonly name: string; readonly attributes: readonly KeyValue[] }[];
  readonly links: readonly { readonly traceId: Buffer; readonly spanId: Buffer }[];
  readonly status: { readonly code: number; readonly message: string } | null;
}

export interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] } | null;
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string } | null;
      readonly spans: readonly OtlpSpan[];
    }[];
  }[];
}

export function receivedSpans({ resourceSpans }: ExportRequest): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        ...readSpan(span),
        resource: attributesOf(resource?.attributes ?? []),
        scope: scope?.name ?? '',
      })),
    ),
  );
}

function readSpan(span: OtlpSpan) {
  const { name, kind } = span;
  return {
    traceId: span.traceId.toString('hex'),
    spanId: span.spanId.toString('hex'),
    parentSpanId: span.parentSpanId.toString('hex'),
    name,
    kind,
    startUnixNano: BigInt(span.startTimeUnixNano),
    endUnixNano: BigInt(span.endTimeUnixNano),
    statusCode: span.status?.code ?? 0,
    statusMessage: span.status?.message ?? '',
    attributes: attributesOf(span.attributes),
    events: span.events.map((event) => ({ name: event.name, attributes: attributesOf(event.attributes) })),
    links: span.links.map((link) => ({ traceId: link.traceId.toString('hex'), spanId: link.spanId.toString('hex') })),
  };
}

function attributesOf(pairs: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf(any: AnyValue): unknown {
  if (any.value === undefined) return undefined;
  if (any.value === 'arrayValue') return any.arrayValue?.values.map(valueOf);
  return any.value === 'intValue' ? Number(any.intValue) : any[any.value];
}
