/** Runs parts one after the other, each in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TrialLimits } from './harness/trial.js';
import type { Account, Part } from './part.js';

/** Beyond its time, for what is started, stopped and done at least once. */
const PATIENCE_MS = 600_000;

/**
 * @param folder of the compiled parts, such as trust/dist/trust
 * @returns what it tried and lost; a part that ends without an account has lost everything
 */
export async function runPart(
  folder: string,
  name: string,
  part: Part,
  limits: TrialLimits,
): Promise<readonly Account[]> {
  const child = fork(join(folder, part.script), [JSON.stringify(limits)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const patience = setTimeout(() => child.kill('SIGKILL'), limits.seconds * 1_000 + PATIENCE_MS);
  let accounts: readonly Account[] | undefined;
  child.on('message', (message) => (accounts = message as readonly Account[]));
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clearTimeout(patience);
  return accounts ?? [gone(name, `it ended with ${signal ?? `code ${code}`} and gave no account`, limits)];
}

function gone(name: string, fact: string, limits: TrialLimits): Account {
  return { attackClass: name, tried: 0, findings: [{ fact, reproduce: JSON.stringify(limits) }], figures: {} };
}

/** An account of nothing is no proof. */
export function isHeld({ tried, findings }: Account): boolean {
  return tried > 0 && findings.length === 0;
}
