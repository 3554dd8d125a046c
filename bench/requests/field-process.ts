/** One contender in a process of its own, which runs only while it is under load, and what it was seen to do. */
import { pin, SERVER_CORE } from '../harness/cores.js';
import { freePort } from '../harness/free-port.js';
import { load } from '../harness/load.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import type { Received } from '../harness/otlp-sink.js';
import { percentile } from '../harness/percentile.js';
import type { Settings } from './contenders/contender.js';
import { difference } from './difference.js';
import { fieldEnvironment } from './field-environment.js';
import type { FieldRow } from './field-rows.js';
import type { FieldCommand, FieldReading } from './field-server.js';
import type { FieldSink } from './field-sink.js';
import type { Platform } from './hello.js';
import { LineCounter } from './line-counter.js';
import { MetricsPage } from './metrics-page.js';

/** What one window has cost. */
export interface FieldWindow {
  readonly cpuMicrosPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
}

/** What all its requests, those of the warm-up included, have left behind. */
export interface FieldEvidence {
  readonly sent: number;
  readonly handled: number;
  readonly received: Received;
  readonly lines: number;
  readonly rssBytes: number;
  /** Requests; undefined when it counts none. */
  readonly counted?: number;
  readonly calls?: number;
}

export interface WarmUp {
  /** Enough for the engine to have optimised it. */
  readonly requests: number;
  /** It ends when the process has used so much, however few requests were answered. */
  readonly maxCpuMs: number;
  /** How much a window shall use: a time on the clock would depend on who else is at work. */
  readonly windowCpuMs: number;
}

const CONNECTIONS = 16;
const WARM_UP_CHUNK = 1_024;
// Fewer have no p99.
const MIN_REQUESTS = 400;

const NOTHING: Received = { requests: 0, bytes: 0, spans: 0, roots: 0 };

export class FieldProcess {
  private sent = 0;
  private requestsPerWindow = MIN_REQUESTS;
  private received = NOTHING;
  private linesAtStart = 0;

  private constructor(
    readonly row: FieldRow,
    private readonly sink: FieldSink,
    private readonly server: MeasuredProcess<FieldCommand>,
    private readonly log: LineCounter,
    private readonly ports: { readonly application: number; readonly exporter: number },
  ) {}

  /** Started, pinned and paused. */
  static async start(row: FieldRow, platform: Platform, sink: FieldSink, execPath: string): Promise<FieldProcess> {
    const { grpcUrl, httpUrl } = sink;
    const settings: Settings = { sampleRatio: row.sampleRatio, isLogging: row.isLogging === true, grpcUrl, httpUrl };
    const [log, exporter] = [new LineCounter(), await freePort()];
    const args = [row.contender, platform, JSON.stringify(settings)];
    const server = new MeasuredProcess<FieldCommand>('requests/field-server.js', args, {
      execPath,
      execArgv: row.preload === undefined ? [] : ['--require', row.preload],
      env: fieldEnvironment(row, httpUrl, exporter),
      onOutput: log.read,
    });
    const { port: application } = await server.hear<{ port: number }>();
    const started = new FieldProcess(row, sink, server, log, { application, exporter });
    started.linesAtStart = await log.settled();
    pin(server.pid, SERVER_CORE);
    server.pause();
    return started;
  }

  /** Those at work while this one is under load. */
  get pids(): readonly number[] {
    return [this.server.pid, this.sink.pid];
  }

  /** Learns how many requests a window takes, too. */
  async warmUp({ requests, maxCpuMs, windowCpuMs }: WarmUp): Promise<void> {
    await this.whileRunning(async () => {
      for (let usedMs = 0; this.sent < requests && usedMs < maxCpuMs;) {
        const { cpuMicrosPerRequest } = await this.measureLoad(WARM_UP_CHUNK);
        usedMs += (cpuMicrosPerRequest * WARM_UP_CHUNK) / 1000;
        this.requestsPerWindow = Math.max(MIN_REQUESTS, Math.round((windowCpuMs * 1000) / cpuMicrosPerRequest));
      }
    });
  }

  async window(): Promise<FieldWindow> {
    return this.whileRunning(() => this.measureLoad(this.requestsPerWindow));
  }

  async evidence(): Promise<FieldEvidence> {
    return this.whileRunning(async () => {
      const { handled, rssBytes } = await this.server.ask<FieldReading>('read');
      const lines = (await this.log.settled()) - this.linesAtStart;
      const { sent, received } = this;
      return { sent, handled, received, lines, rssBytes, ...(await this.readCounters()) };
    });
  }

  async stop(): Promise<void> {
    await this.server.kill();
  }

  /** What arrives meanwhile is its own: all others are paused. */
  private async whileRunning<T>(work: () => Promise<T>): Promise<T> {
    this.server.resume();
    const before = await this.sink.received();
    const result = await work();
    const { requests, bytes, spans, roots } = this.received;
    const more = difference(before, await this.sink.received());
    this.received = {
      requests: requests + more.requests,
      bytes: bytes + more.bytes,
      spans: spans + more.spans,
      roots: roots + more.roots,
    };
    this.server.pause();
    return result;
  }

  /** What waits for export is exported before the CPU time is read. */
  private async measureLoad(count: number): Promise<FieldWindow> {
    const before = await this.server.ask<FieldReading>('read');
    const startedAtMs = performance.now();
    const latencies = await load(this.ports.application, count, CONNECTIONS);
    const wallMs = performance.now() - startedAtMs;
    this.sent += latencies.length;
    const { cpuMicros } = difference(before, await this.settle());
    return {
      cpuMicrosPerRequest: cpuMicros / latencies.length,
      requestsPerSecond: (latencies.length / wallMs) * 1000,
      p99Ms: percentile(latencies, 0.99),
    };
  }

  /** Until everything has arrived. */
  private async settle(): Promise<FieldReading> {
    await this.server.ask<FieldReading>('settle');
    if (this.row.sampleRatio > 0) await this.sink.settled();
    return this.server.ask<FieldReading>('read');
  }

  private async readCounters(): Promise<Pick<FieldEvidence, 'counted' | 'calls'>> {
    const { counters } = this.row;
    if (counters === undefined) return {};
    const page = await MetricsPage.read(this.ports[counters.page]);
    const counted = page.total(counters.requests);
    return counters.calls === undefined ? { counted } : { counted, calls: page.total(counters.calls) };
  }
}
