/** Programs started by tests: found or told to be missing, watched, and ended by their own id. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const running = new Set<Program>();

export class Program {
  output = '';
  private readonly child: ChildProcess;

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    running.add(this);
  }

  get exitCode(): number | null {
    return this.child.exitCode;
  }

  get pid(): number {
    return this.child.pid!;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    running.delete(this);
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill(signal);
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }
}

/** Call in `afterAll`. */
export async function stopPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.stop('SIGKILL')));
}

export function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined;
}

/** A missing server is a failure in CI, and elsewhere a reason to skip that is told. */
export function skipWithout(command: string): jest.Describe {
  if (isInstalled(command)) return describe;
  if (process.env['CI'] !== undefined) throw new Error(`${command} is not installed; .ci/run has to install it`);
  process.stderr.write(`Skipped: ${command} is not installed. Fix: apt-get install ${command}\n`);
  return describe.skip;
}

/** Polls until `check` gives something; throws with the last error after `timeoutMs`. */
export async function eventually<T>(check: () => Promise<T | undefined>, timeoutMs = 30_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown = 'nothing yet';
  while (performance.now() < deadline) {
    try {
      const found = await check();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await delay(100);
  }
  throw new Error(`In vain for ${timeoutMs} ms: ${String(last)}`);
}
