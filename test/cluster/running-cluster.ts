/** A cluster in processes of its own, told what to do and scraped like any other. */
import { BuiltSource } from '../support/built-source.js';
import { eventually, Program } from '../support/child-process.js';
import type { ObservabilityOptions } from '../../src/index.js';
import { readExposition, type Sample } from '../../src/testing/index.js';
import type { Task } from './shop.js';

export const PROGRAMS = ['test/cluster/cluster.program.ts', 'test/cluster/shop.ts', 'test/cluster/threads.program.ts'];

export type Mode = 'aggregate' | 'forget' | 'application' | 'pass on';

export class RunningCluster {
  /** Shared by the workers. */
  port = 0;
  private constructor(
    private readonly program: Program,
    private readonly control: number,
    /** Of the primary's own application. */
    readonly primaryPort: number,
  ) {}

  static async start(built: BuiltSource, mode: Mode, options: ObservabilityOptions = {}): Promise<RunningCluster> {
    const env = { ...process.env, MODE: mode, OPTIONS: JSON.stringify(options), JEST_WORKER_ID: undefined };
    const program = new Program(process.execPath, [built.pathOf(PROGRAMS[0]!)], env as NodeJS.ProcessEnv);
    const line = await eventually(async () => program.output.split('\n').find((row) => row.startsWith('{"control"')));
    const { control, primary } = JSON.parse(line) as { readonly control: number; readonly primary?: number };
    return new RunningCluster(program, control, primary ?? 0);
  }

  get output(): string {
    return this.program.output;
  }

  /** Resolves with its id when it serves. */
  async fork(): Promise<number> {
    const { id, port } = (await this.command('fork')) as { readonly id: number; readonly port: number };
    this.port = port;
    return id;
  }

  async tell(worker: number, task: Task): Promise<void> {
    await this.command(`tell?worker=${worker}&task=${encodeURIComponent(JSON.stringify(task))}`);
  }

  /** Resolves when it is gone. */
  async kill(worker: number, signal: NodeJS.Signals): Promise<void> {
    await this.command(`kill?worker=${worker}&signal=${signal}`);
  }

  async signal(worker: number, signal: NodeJS.Signals): Promise<void> {
    await this.command(`signal?worker=${worker}&signal=${signal}`);
  }

  async disconnect(worker: number): Promise<void> {
    await this.command(`disconnect?worker=${worker}`);
  }

  request(path: string, init?: RequestInit): Promise<Response> {
    // A connection of its own each time, or one worker would get them all.
    return fetch(`http://127.0.0.1:${this.port}${path}`, {
      ...init,
      headers: { connection: 'close', ...init?.headers },
    });
  }

  async page(path = '/metrics', init?: RequestInit): Promise<string> {
    return (await this.request(path, init)).text();
  }

  /** As this worker, and no other, would answer. */
  async pageOf(worker: number): Promise<string> {
    return (await this.command(`page?worker=${worker}`)) as string;
  }

  async samples(path = '/metrics'): Promise<Samples> {
    return new Samples(await this.page(path));
  }

  stop(): Promise<unknown> {
    return this.program.stop();
  }

  private async command(command: string): Promise<unknown> {
    return (await fetch(`http://127.0.0.1:${this.control}/${command}`)).json();
  }
}

export class Samples {
  readonly all: readonly Sample[];

  constructor(page: string) {
    this.all = readExposition(page);
  }

  /** Those of one name, by their labels. */
  of(name: string): Readonly<Record<string, number>> {
    const ours = this.all.filter((sample) => sample.name === name);
    return Object.fromEntries(ours.map(({ labels, value }) => [Object.values(labels).join(), value]));
  }

  /** Of a metric without labels. */
  value(name: string): number | undefined {
    return this.of(name)[''];
  }

  /** Series that stand more than once. */
  get doubles(): readonly string[] {
    const keys = this.all.map(({ name, labels }) => JSON.stringify([name, Object.entries(labels).toSorted()]));
    return keys.filter((key, index) => keys.indexOf(key) !== index);
  }
}
