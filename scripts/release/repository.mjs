/** What a release asks of git, and has it do; in the folder it is run from. */
import { execFileSync } from 'node:child_process';

export function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

export const branch = () => git('branch', '--show-current');
export const changedFiles = () => git('status', '--porcelain');
export const hasTag = (tag) => git('tag', '--list', tag) !== '';
/** Of the commit that is checked out. */
export const tagsHere = () => git('tag', '--points-at', 'HEAD').split('\n');
