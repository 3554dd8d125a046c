/** A receiver of OTLP metrics and logs for tests, over gRPC or HTTP, that answers as it is told. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceClientConstructor,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoFile } from './proto-file.js';

export type OtlpSignal = 'metrics' | 'logs';
export type OtlpProtocol = 'grpc' | 'http/protobuf';
/** `partial`: all of it taken, but for one record. `busy` is worth another try, `refuse` is not. */
export type ReceiverMode = 'ok' | 'partial' | 'busy' | 'refuse' | 'hang';

/** One attribute value in plain JavaScript. */
export type Plain = unknown;

export interface OtlpReceiver {
  /** To be configured as it stands. */
  readonly endpoint: string;
  readonly port: number;
  /** Those that were taken, as `decode` tells them. */
  readonly requests: readonly DecodedRequest[];
  /** Headers or metadata of each request. */
  readonly headers: readonly Readonly<Record<string, unknown>>[];
  /** Requests that arrived, whatever became of them. */
  readonly arrived: number;
  mode: ReceiverMode;
  stop(): Promise<void>;
}

export interface DecodedRequest {
  readonly resource: Readonly<Record<string, Plain>>;
  readonly scope: string;
  /** Metrics or log records, by the proto file, with attributes as plain objects. */
  readonly records: readonly Readonly<Record<string, Plain>>[];
}

const SERVICES = {
  metrics: loadService('metrics', 'MetricsService'),
  logs: loadService('logs', 'LogsService'),
} as const;
const PARTIAL_SUCCESS = {
  metrics: { partialSuccess: { rejectedDataPoints: '1', errorMessage: 'one is too old' } },
  logs: { partialSuccess: { rejectedLogRecords: '1', errorMessage: 'one is too old' } },
} as const;

/** What a request's bytes say, as the proto file reads them. */
export function decode(signal: OtlpSignal, bytes: Uint8Array): DecodedRequest {
  return readRequest(signal, SERVICES[signal]['Export']!.requestDeserialize(Buffer.from(bytes)) as RawRequest);
}

/** @param port 0 takes any free one */
export async function startOtlpReceiver(signal: OtlpSignal, protocol: OtlpProtocol, port = 0): Promise<OtlpReceiver> {
  const state = { mode: 'ok' as ReceiverMode, requests: [] as DecodedRequest[], headers: [] as object[] };
  const start = protocol === 'grpc' ? startGrpc : startHttp;
  const { port: bound, stop } = await start(signal, state, port);
  return {
    endpoint: `http://127.0.0.1:${bound}${protocol === 'grpc' ? '' : `/v1/${signal}`}`,
    port: bound,
    requests: state.requests,
    headers: state.headers as OtlpReceiver['headers'],
    get arrived() {
      return state.headers.length;
    },
    get mode() {
      return state.mode;
    },
    set mode(mode) {
      state.mode = mode;
    },
    stop,
  };
}

interface State {
  mode: ReceiverMode;
  readonly requests: DecodedRequest[];
  readonly headers: object[];
}

interface Started {
  readonly port: number;
  stop(): Promise<void>;
}

async function startGrpc(signal: OtlpSignal, state: State, port: number): Promise<Started> {
  const server = new Server();
  const Export = (call: ServerUnaryCall<RawRequest, object>, answer: sendUnaryData<object>): void => {
    state.headers.push(call.metadata.getMap());
    if (state.mode === 'hang') return;
    if (state.mode === 'busy') return answer({ code: status.UNAVAILABLE, details: 'busy' });
    if (state.mode === 'refuse') return answer({ code: status.INVALID_ARGUMENT, details: 'refused by the test' });
    state.requests.push(readRequest(signal, call.request));
    answer(null, state.mode === 'partial' ? PARTIAL_SUCCESS[signal] : {});
  };
  server.addService(SERVICES[signal], { Export } as UntypedServiceImplementation);
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(at),
    );
  });
  return { port: bound, stop: async () => server.forceShutdown() };
}

async function startHttp(signal: OtlpSignal, state: State, port: number): Promise<Started> {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    state.headers.push(request.headers satisfies IncomingHttpHeaders);
    if (state.mode === 'hang') return;
    if (state.mode === 'busy') return void response.writeHead(503).end();
    if (state.mode === 'refuse') return void response.writeHead(400).end();
    state.requests.push(decode(signal, body));
    const answer = state.mode === 'partial' ? PARTIAL_SUCCESS[signal] : {};
    response.end(SERVICES[signal]['Export']!.responseSerialize(answer));
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function loadService(signal: OtlpSignal, name: string): ServiceClientConstructor['service'] {
  const file = protoFile(signal);
  const definition = loadSync(file, { longs: String, enums: String, bytes: Buffer, defaults: true, oneofs: true });
  const root = loadPackageDefinition(definition) as unknown as ProtoRoot;
  return root.opentelemetry.proto.collector[signal].v1[name]!.service;
}

interface ProtoRoot {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: Readonly<
        Record<OtlpSignal, { readonly v1: Readonly<Record<string, ServiceClientConstructor>> }>
      >;
    };
  };
}

/** A message as it was decoded, or a list of them in it. */
type Raw = Readonly<Record<string, unknown>>;
type RawRequest = Raw;

const NAMES = {
  metrics: { resources: 'resourceMetrics', scopes: 'scopeMetrics', records: 'metrics' },
  logs: { resources: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords' },
} as const;

function readRequest(signal: OtlpSignal, request: RawRequest): DecodedRequest {
  const names = NAMES[signal];
  const [entry] = messagesIn(request, names.resources);
  const [scoped] = messagesIn(entry!, names.scopes);
  const { attributes } = plainOf(entry!['resource']) as { readonly attributes: Raw };
  const { name } = scoped!['scope'] as { readonly name: string };
  return {
    resource: attributes,
    scope: name,
    records: messagesIn(scoped!, names.records).map((one) => plainOf(one) as Raw),
  };
}

function messagesIn(raw: Raw, name: string): readonly Raw[] {
  return raw[name] as readonly Raw[];
}

/** Attributes as an object, ids as hexadecimal digits, everything else as it is. */
function plainOf(raw: unknown): unknown {
  if (Buffer.isBuffer(raw)) return raw.toString('hex');
  if (Array.isArray(raw)) return raw.map(plainOf);
  if (typeof raw !== 'object' || raw === null) return raw;
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      if (name === 'body') return [name, valueOf(value as Raw)];
      return [name, name === 'attributes' ? pairsOf(value as readonly Raw[]) : plainOf(value)];
    }),
  );
}

function pairsOf(pairs: readonly Raw[]): Record<string, Plain> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, valueOf(value as Raw)]));
}

function valueOf(any: Raw): Plain {
  const kind = any['value'] as string | undefined;
  const value = kind === undefined ? undefined : any[kind];
  if (kind === 'intValue') return Number(value);
  if (kind === 'arrayValue') return messagesIn(value as Raw, 'values').map(valueOf);
  return kind === 'kvlistValue' ? pairsOf(messagesIn(value as Raw, 'values')) : value;
}
