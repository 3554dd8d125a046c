/** CPU per request with the module on, divided by the same with it off, in one server process. */
import type { ObservabilityOptions } from 'nestjs-observability';
import { pin, SERVER_CORE } from '../harness/cores.js';
import { load } from '../harness/load.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import type { Received, SinkCommand } from '../harness/otlp-sink.js';
import { measureCost, type Cost, type TakeWindow, type Window } from '../harness/paired-windows.js';
import { Undisturbed } from '../harness/undisturbed.js';
import type { Platform } from './hello.js';
import { difference } from './difference.js';
import { LineCounter } from './line-counter.js';
import { Proof } from './proof.js';
import { requestVariants, type RequestVariantName } from './request-variants.js';
import type { Command, ServerReading } from './server.js';

export interface Effort {
  readonly pairs: number;
  readonly requestsPerWindow: number;
  readonly execPath: string;
}

export interface RequestCost extends Cost {
  /** How quiet the machine was. */
  readonly quietness: string;
}

export async function measureRequestCost(
  variant: RequestVariantName,
  platform: Platform,
  { pairs, requestsPerWindow, execPath }: Effort,
): Promise<RequestCost> {
  const undisturbed = new Undisturbed(pairs);
  const bench = await RequestBench.start({ variant, platform, execPath });
  const window: Window = (isOn, count) => bench.window(isOn, count);
  const take: TakeWindow = (work) => undisturbed.take(bench.pids, work);
  try {
    const cost = await measureCost(window, pairs, requestsPerWindow, take);
    return { ...cost, quietness: undisturbed.describe() };
  } finally {
    await bench.stop();
  }
}

export interface RequestBenchOptions {
  readonly variant: RequestVariantName;
  readonly platform: Platform;
  readonly execPath: string;
  /** On top of what the variant says. */
  readonly extra?: ObservabilityOptions;
}

/** A server, where its spans go, and who reads its log. */
export class RequestBench {
  private readonly proof: Proof;

  private constructor(
    variant: RequestVariantName,
    platform: Platform,
    private readonly sink: MeasuredProcess<SinkCommand>,
    private readonly server: MeasuredProcess<Command>,
    private readonly log: LineCounter,
    private readonly port: number,
  ) {
    this.proof = new Proof(`${variant} on ${platform}`, requestVariants[variant]);
  }

  static async start({ variant, platform, execPath, extra = {} }: RequestBenchOptions): Promise<RequestBench> {
    const sink = new MeasuredProcess<SinkCommand>('harness/otlp-sink.js');
    const endpoint = `http://127.0.0.1:${await sink.ask<number>('ok')}`;
    const log = new LineCounter();
    const server = new MeasuredProcess<Command>(
      'requests/server.js',
      [variant, platform, endpoint, JSON.stringify(extra)],
      {
        execPath,
        env: { NODE_ENV: 'production' },
        onOutput: log.read,
      },
    );
    const { port } = await server.hear<{ port: number }>();
    pin(server.pid, SERVER_CORE);
    return new RequestBench(variant, platform, sink, server, log, port);
  }

  get pids(): readonly number[] {
    return [this.server.pid, this.sink.pid];
  }

  /** One window, proven. What waits for export is exported within it. */
  async window(isOn: boolean, count: number): Promise<ServerReading> {
    const [receivedBefore, linesBefore] = [await this.sink.ask<Received>('count'), await this.log.settled()];
    const before = await this.server.ask<ServerReading>({ ask: 'switch', isOn });
    const sent = (await load(this.port, count)).length;
    const server = difference(before, await this.server.ask<ServerReading>({ ask: 'settle' }));
    const received = difference(receivedBefore, await this.sink.ask<Received>('count'));
    const lines = (await this.log.settled()) - linesBefore;
    this.proof.ofWindow(isOn, { sent, server, received, lines });
    return server;
  }

  async stop(): Promise<void> {
    await this.server.kill();
    await this.sink.kill();
  }
}
