/**
 * Where telemetry goes, in a process of its own: an OTLP gRPC receiver that can be healthy, slow to the point of hanging, failing,
 * or gone, and an endpoint for whatever is sent over HTTP. Both count what they get.
 */
import { Server, ServerCredentials, status, type ServiceDefinition, type UntypedHandleCall } from '@grpc/grpc-js';
import { listenForTelemetry } from './http-sink.js';
import { countSpans, type SpanCount } from './otlp-spans.js';

export type SinkMode = 'ok' | 'error' | 'hang' | 'down';

/** Answers: a mode, the gRPC port; `http`, the port for HTTP; `count`, what was received so far. */
export type SinkCommand = SinkMode | 'http' | 'count' | 'stop';

/** Since the process was started. Bytes are those of the messages and bodies, as sent. */
export interface Received extends SpanCount {
  readonly requests: number;
  readonly bytes: number;
}

const service: ServiceDefinition = {
  export: {
    path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    requestStream: false,
    responseStream: false,
    requestSerialize: (value: Buffer) => value,
    requestDeserialize: (value: Buffer) => value,
    responseSerialize: (value: Buffer) => value,
    responseDeserialize: (value: Buffer) => value,
  },
};

type Answer = (error: { code: number; details: string } | null, value?: Buffer) => void;

class Sink {
  private server: Server | undefined;
  private mode: SinkMode = 'ok';
  private port = 0;
  private received: Received = { requests: 0, bytes: 0, spans: 0, roots: 0 };
  private http: ReturnType<typeof listenForTelemetry> | undefined;

  async answerTo(command: Exclude<SinkCommand, 'stop'>): Promise<number | Received> {
    if (command === 'count') return this.received;
    if (command === 'http') return (await (this.http ??= listenForTelemetry(this.receive))).port;
    return this.become(command);
  }

  async close(): Promise<void> {
    this.closeGrpc();
    (await this.http)?.server.close().closeAllConnections();
  }

  /** Resolves once the mode is in force. */
  private async become(mode: SinkMode): Promise<number> {
    this.mode = mode;
    if (mode === 'down') this.closeGrpc();
    else await this.open();
    return this.port;
  }

  private closeGrpc(): void {
    this.server?.forceShutdown();
    this.server = undefined;
  }

  private async open(): Promise<void> {
    if (this.server !== undefined) return;
    this.server = new Server();
    this.server.addService(service, { export: this.answer as UntypedHandleCall });
    const address = `127.0.0.1:${this.port}`;
    this.port = await new Promise<number>((resolve, reject) => {
      this.server!.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  private readonly answer = ({ request }: { request: Buffer }, answer: Answer): void => {
    if (this.mode === 'ok') {
      this.receive(request.length, countSpans(request));
      answer(null, Buffer.alloc(0));
    }
    // Not retryable, so that each batch fails at once.
    else if (this.mode === 'error') answer({ code: status.INTERNAL, details: 'bench' });
  };

  private readonly receive = (bytes: number, { spans, roots }: SpanCount): void => {
    const { received } = this;
    this.received = {
      requests: received.requests + 1,
      bytes: received.bytes + bytes,
      spans: received.spans + spans,
      roots: received.roots + roots,
    };
  };
}

const sink = new Sink();

process.on('message', async (command: SinkCommand) => {
  if (command !== 'stop') return void process.send!(await sink.answerTo(command));
  await sink.close();
  process.disconnect();
});
