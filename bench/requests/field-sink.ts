/** Where all contenders send their telemetry: one process, as only one of them runs at a time. */
import { CLIENT_CORE, pin } from '../harness/cores.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import type { Received, SinkCommand } from '../harness/otlp-sink.js';

const QUIET_MS = 20;
const MAX_POLLS = 500;

export class FieldSink {
  private constructor(
    private readonly sink: MeasuredProcess<SinkCommand>,
    readonly grpcUrl: string,
    readonly httpUrl: string,
  ) {}

  static async start(): Promise<FieldSink> {
    const sink = new MeasuredProcess<SinkCommand>('harness/otlp-sink.js');
    pin(sink.pid, CLIENT_CORE);
    const [grpcPort, httpPort] = [await sink.ask<number>('ok'), await sink.ask<number>('http')];
    return new FieldSink(sink, `http://127.0.0.1:${grpcPort}`, `http://127.0.0.1:${httpPort}`);
  }

  get pid(): number {
    return this.sink.pid;
  }

  received(): Promise<Received> {
    return this.sink.ask<Received>('count');
  }

  /** Resolves once nothing more arrives. */
  async settled(): Promise<void> {
    let before = -1;
    for (let polls = 0; polls < MAX_POLLS; polls++) {
      const { requests } = await this.received();
      if (requests === before) return;
      before = requests;
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
  }

  async stop(): Promise<void> {
    await this.sink.kill();
  }
}
