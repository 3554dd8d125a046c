/** A process of its own for whatever is measured: it answers each command with one message. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface ProcessOptions {
  /** The Node to run. Default: this process's own. */
  readonly execPath?: string;
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Gets what the process writes to standard output, which is then a pipe. Default: it goes where this process's goes. */
  readonly onOutput?: (chunk: Buffer) => void;
}

const MAX_SILENCE_MS = 300_000;

export class MeasuredProcess<Command extends object | string> {
  private readonly child: ChildProcess;

  /** @param script relative to the compiled benchmark, such as `requests/server.js`, or absolute */
  constructor(script: string, args: readonly string[] = [], options: ProcessOptions = {}) {
    const { execPath, execArgv, env, onOutput } = options;
    this.child = fork(resolve(__dirname, '..', script), [...args], {
      stdio: ['ignore', onOutput === undefined ? 'inherit' : 'pipe', 'inherit', 'ipc'],
      execArgv: [...(execArgv ?? [])],
      env: { ...process.env, ...env },
      ...(execPath !== undefined && { execPath }),
    });
    if (onOutput !== undefined) this.child.stdout!.on('data', onOutput);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /**
   * The next message.
   * @throws Error when the process ends instead, or says nothing for minutes
   */
  async hear<T>(): Promise<T> {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(MAX_SILENCE_MS)]);
    const ended = once(this.child, 'exit', { signal }).then(([code]): never => {
      throw new Error(`a measured process ended with code ${String(code)}`);
    });
    try {
      const [message] = (await Promise.race([once(this.child, 'message', { signal }), ended])) as [T];
      return message;
    } finally {
      abort.abort();
      ended.catch(() => undefined);
    }
  }

  /** Sends a command and gives its answer. */
  async ask<T>(command: Command): Promise<T> {
    const answer = this.hear<T>();
    this.child.send(command);
    return answer;
  }

  /** Sends the command that makes the process end, and waits until it has. */
  async stop(command: Command): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.send(command);
    await ended;
  }

  /** While other processes are measured, this one must not run. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends it in whatever state it is, paused or gone already. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
