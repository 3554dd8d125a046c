/** An OTLP gRPC receiver in a process of its own that can be healthy, slow to the point of hanging, failing, or gone. */
import { Server, ServerCredentials, status, type ServiceDefinition, type UntypedHandleCall } from '@grpc/grpc-js';

export type SinkMode = 'ok' | 'error' | 'hang' | 'down';

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

  /** Resolves once the mode is in force. */
  async become(mode: SinkMode): Promise<number> {
    this.mode = mode;
    if (mode === 'down') this.close();
    else await this.open();
    return this.port;
  }

  close(): void {
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

  private readonly answer = (_call: unknown, answer: Answer): void => {
    if (this.mode === 'ok') answer(null, Buffer.alloc(0));
    // Not retryable, so that each batch fails at once.
    else if (this.mode === 'error') answer({ code: status.INTERNAL, details: 'bench' });
  };
}

const sink = new Sink();

process.on('message', async (mode: SinkMode | 'stop') => {
  if (mode !== 'stop') return void process.send!(await sink.become(mode));
  sink.close();
  process.disconnect();
});
