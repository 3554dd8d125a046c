// Runs one of an installer's commands (a list, its file first) where the cell's application is.
import { runCommand } from '../command.mjs';

export function runOf([file, ...first], args, { folder, environment }) {
  return runCommand({ file, args: [...first, ...args], cwd: folder, environment });
}

/** What a failed command printed; undefined of one that did what it should. */
export function problemOf({ exitCode, isTimeout, stdout, stderr }) {
  if (exitCode === 0) return undefined;
  const end = isTimeout ? 'took too long' : `ended with ${exitCode ?? 'a signal'}`;
  return [`The command ${end}.`, stdout, stderr].join('\n');
}
