/** An application with worker threads in a process of its own, told what to do on standard input. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { eventually } from '../support/child-process.js';
import type { BuiltSource } from '../support/built-source.js';
import type { ObservabilityOptions } from '../../src/index.js';
import { Samples } from './running-cluster.js';
import type { Task } from './shop.js';

export const THREAD_PROGRAMS = ['test/cluster/threads.program.ts', 'test/cluster/shop.ts'];

export class RunningThreads {
  output = '';
  private port = 0;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  static async start(
    built: BuiltSource,
    options: ObservabilityOptions = {},
    mainThread: 'application' | 'bare' = 'application',
  ): Promise<RunningThreads> {
    const env = { ...process.env, OPTIONS: JSON.stringify(options), MAIN_THREAD: mainThread };
    const running = new RunningThreads(spawn(process.execPath, [built.pathOf(THREAD_PROGRAMS[0]!)], { env }));
    const { port } = await running.told<{ readonly port: number }>('{"port"');
    running.port = port;
    return running;
  }

  startThread(thread: number, what: 'application' | 'recorder'): Promise<unknown> {
    return this.command(`${thread} start ${what}`);
  }

  terminate(thread: number): Promise<unknown> {
    return this.command(`${thread} terminate`);
  }

  /** 0 is the main thread. */
  tell(thread: number, task: Task): Promise<unknown> {
    return this.command(`${thread} ${JSON.stringify(task)}`);
  }

  async samples(): Promise<Samples> {
    return new Samples(await (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text());
  }

  residentBytes(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) * 1024;
  }

  openFileCount(): number {
    return readdirSync(`/proc/${this.child.pid}/fd`).length;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  private async command(line: string): Promise<unknown> {
    const count = this.answersTo(line).length;
    this.child.stdin!.write(`${line}\n`);
    return eventually(async () => this.answersTo(line)[count]);
  }

  private answersTo(line: string): readonly string[] {
    return this.output.split('\n').filter((row) => row === JSON.stringify({ done: line }));
  }

  private async told<T>(start: string): Promise<T> {
    const line = await eventually(async () => this.output.split('\n').find((row) => row.startsWith(start)));
    return JSON.parse(line) as T;
  }
}
