/** Stryker works in the current folder and says things of its own: it has a process for itself. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Mutant } from './mutant.js';
import type { StrykerRequest } from './stryker.js';

const PROGRAM = join(__dirname, 'stryker.js');

/** @throws Error when it ends without a result, as when a test fails before anything was changed */
export async function runStryker(
  folder: string,
  request: StrykerRequest,
  program = PROGRAM,
): Promise<readonly Mutant[]> {
  const child = fork(program, [JSON.stringify(request)], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'test' },
  });
  let mutants: readonly Mutant[] | undefined;
  child.on('message', (message) => (mutants = message as readonly Mutant[]));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (mutants === undefined) throw new Error(`Stryker ended with code ${code} and no result; its output says why.`);
  return mutants;
}
