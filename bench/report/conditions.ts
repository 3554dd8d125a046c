/** On what was measured: the machine, the Node and the versions of everything that took part. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly platform: string;
}

export interface Conditions {
  readonly machine: Machine;
  /** Such as `24.3.0`. */
  readonly node: string;
  readonly v8: string;
  /** Of Nest and of everything that is compared, by package name. */
  readonly packages: Readonly<Record<string, string>>;
}

/** @param benchFolder holds the package.json that pins every version */
export function readConditions(execPath: string, benchFolder: string): Conditions {
  const { node, v8 } = versionsOf(execPath);
  const { dependencies } = JSON.parse(readFileSync(join(benchFolder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return { machine: machine(), node, v8, packages: dependencies };
}

function versionsOf(execPath: string): { readonly node: string; readonly v8: string } {
  const text = execFileSync(execPath, ['-p', 'JSON.stringify(process.versions)'], { encoding: 'utf8' });
  return JSON.parse(text) as { node: string; v8: string };
}

function machine(): Machine {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
  };
}

/** The short revision, `+` behind it when what is measured differs from it; `unknown` outside a repository. */
export function readCommit(folder: string): string {
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
    const changes = git('status', '--porcelain', '--', '.', '../src', '../package.json', ':!results');
    return `${git('rev-parse', '--short', 'HEAD')}${changes === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}
