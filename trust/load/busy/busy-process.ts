/** The busy application's process as its loader speaks to it. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MeasuredProcess } from '../../../bench/harness/measured-process.js';
import type { Platform } from '../platform.js';
import { STEADY_HEAP } from '../vitals/steady-heap.js';
import type { Vitals } from '../vitals/vitals.js';
import type { BusyCommand, HeldAnswer, QuietAnswer } from './busy-server.js';
import type { Comparison } from './comparisons.js';

const EXPORT_TIMEOUT_MS = 20_000;
const POLL_MS = 20;

export class BusyProcess {
  private constructor(
    private readonly process: MeasuredProcess<BusyCommand>,
    readonly port: number,
  ) {}

  static async start(platform: Platform, tracesEndpoint: string): Promise<BusyProcess> {
    const child = new MeasuredProcess<BusyCommand>(join(__dirname, 'busy-server.js'), [platform, tracesEndpoint], {
      execArgv: STEADY_HEAP,
      env: { NODE_ENV: 'production' },
    });
    const { port } = await child.hear<{ port: number }>();
    return new BusyProcess(child, port);
  }

  /**
   * Once nobody is there and every span has left.
   * @throws Error when that does not come to pass
   */
  async settle(): Promise<void> {
    await this.quiet();
    const deadlineMs = performance.now() + EXPORT_TIMEOUT_MS;
    while (!/^observability_exporter_queue_size\{signal="traces"\} 0$/m.test(await this.scrape())) {
      if (performance.now() > deadlineMs) throw new Error('spans were still waiting for their export');
      await wait(POLL_MS);
    }
    await this.quiet();
  }

  compare(): Promise<Comparison[]> {
    return this.process.ask('compare');
  }

  vitals(): Promise<Vitals> {
    return this.process.ask('vitals');
  }

  held(): Promise<HeldAnswer> {
    return this.process.ask('held');
  }

  async release(): Promise<void> {
    await this.process.ask('release');
  }

  stop(): Promise<void> {
    return this.process.stop('stop');
  }

  kill(): Promise<void> {
    return this.process.kill();
  }

  private async quiet(): Promise<void> {
    const { isQuiet, open } = await this.process.ask<QuietAnswer>('quiet');
    if (!isQuiet) throw new Error(`everybody has left, and there are still ${open}`);
  }

  /** On a connection of its own, which is gone afterwards. */
  private async scrape(): Promise<string> {
    const headers = { accept: 'text/plain', connection: 'close' };
    return (await fetch(`http://127.0.0.1:${this.port}/metrics`, { headers })).text();
  }
}
