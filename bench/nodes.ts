/** Where a Node of another major is to be found: npm brings it, so that a clean machine needs nothing but the one it has. */
import { spawnSync } from 'node:child_process';

/**
 * @returns the path of its binary
 * @throws Error when npm does not have it
 */
export function locateNode(major: number): string {
  if (major === Number.parseInt(process.versions.node)) return process.execPath;
  const { status, stdout, stderr } = spawnSync('npx', ['-y', `node@${major}`, '-p', 'process.execPath'], {
    encoding: 'utf8',
  });
  if (status === 0) return stdout.trim();
  throw new Error(`npm brings no Node ${major}. Fix: choose others, e.g. --node 20,24.\n${stderr.trim()}`);
}
