/** `npm run sample:operations` as a program of its own, with the services that the tests have. */
import { join } from 'node:path';
import { describeUnless, eventually, isInstalled, Program } from '../support/child-process.js';

const root = join(__dirname, '../..');
export const operations = join(root, 'sample/02-decision-desk/operations');
const startTimeoutMs = 120_000;

export interface Urls {
  readonly desk: string;
  readonly prometheus: string;
}

export class RunningOperations {
  private readonly program: Program;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv) {
    const main = join(root, 'scripts/operations/main.mjs');
    this.program = new Program(process.execPath, [main, ...args], { ...process.env, ...env });
  }

  get output(): string {
    return this.program.output;
  }

  /** What it ended with; undefined while it runs. */
  get exitCode(): number | undefined {
    return this.program.exitCode ?? undefined;
  }

  /** Resolves when everything is ready. */
  urls(): Promise<Urls> {
    return eventually(async () => {
      if (this.exitCode !== undefined) throw new Error(this.output);
      const urls = [...this.output.matchAll(/^(\w+): (http\S+)$/gm)].map(([, name = '', url]) => [name, url]);
      return urls.length === 4 ? (Object.fromEntries(urls) as Urls) : undefined;
    }, startTimeoutMs);
  }

  /** As Ctrl-C does. */
  stop(): Promise<number | null> {
    return this.program.stop('SIGINT');
  }
}

const lacking = ['prometheus', 'prometheus-alertmanager'].filter((command) => !isInstalled(command));

export const describeOperations = describeUnless(
  lacking.map((command) => ({ reason: `${command} is not installed; to install: apt-get install ${command}` })),
);
