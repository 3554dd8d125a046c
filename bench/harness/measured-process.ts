/** A process of its own for whatever is measured: it answers each command with one message. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface ProcessOptions {
  /** The Node to run. Default: this process's own. */
  readonly execPath?: string;
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class MeasuredProcess<Command extends object | string> {
  private readonly child: ChildProcess;

  /** @param script relative to the compiled benchmark, such as `requests/server.js` */
  constructor(script: string, args: readonly string[] = [], { execPath, execArgv, env }: ProcessOptions = {}) {
    this.child = fork(join(__dirname, '..', script), [...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [...(execArgv ?? [])],
      env: { ...process.env, ...env },
      ...(execPath !== undefined && { execPath }),
    });
  }

  /**
   * The next message.
   * @throws Error when the process ends instead
   */
  async hear<T>(): Promise<T> {
    const abort = new AbortController();
    const ended = once(this.child, 'exit', { signal: abort.signal }).then(([code]): never => {
      throw new Error(`a measured process ended with code ${String(code)}`);
    });
    try {
      const [message] = (await Promise.race([once(this.child, 'message', { signal: abort.signal }), ended])) as [T];
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
}
