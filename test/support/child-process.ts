/** Programs started by tests: found or told to be missing, watched, and ended by their own id. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const running = new Set<Program>();

export class Program {
  output = '';
  private readonly child: ChildProcess;

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env, cwd?: string) {
    this.child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
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

export interface Lack {
  /** What is not there and what to do about it, without a full stop. */
  readonly reason: string;
  /** Not a matter of this machine's equipment: fails outside CI too. */
  readonly isFailure?: boolean | undefined;
}

/** What a suite lacks is a failing test in CI, and elsewhere a skip whose title tells why. */
export function describeUnless(lacks: readonly Lack[]): (title: string, suite: () => void) => void {
  if (lacks.length === 0) return describe;
  const reasons = lacks.map(({ reason }) => reason).join('; ');
  if (process.env['CI'] === undefined && !lacks.some(({ isFailure }) => isFailure))
    return (title, suite) => describe.skip(`${title} (skipped: ${reasons})`, suite);
  return (title) =>
    describe(title, () => {
      it('has what it needs', () => {
        throw new Error(reasons);
      });
    });
}

export function skipWithout(command: string): (title: string, suite: () => void) => void {
  const install = `apt-get install ${packages[command] ?? command}`;
  return describeUnless(
    isInstalled(command) ? [] : [{ reason: `${command} is not installed; to install: ${install}` }],
  );
}

/** Debian's, of programs that are called otherwise. */
const packages: Readonly<Record<string, string>> = { promtool: 'prometheus', amtool: 'prometheus-alertmanager' };

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
