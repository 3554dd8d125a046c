/** A build of the module with the compiled benchmark beside it, in `builds/`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Part, PartName } from '../part.js';

export interface Build {
  readonly parts: Readonly<Record<PartName, Part>>;
}

/**
 * @param source a git revision, a folder that holds package.json and dist/, or `.` for the work tree
 * @throws Error when there is no such build, or it cannot be made
 */
export function loadBuild(name: string, source: string, benchFolder: string): Build {
  const script = join(benchFolder, '..', 'scripts', 'prepare-bench.mjs');
  const { status } = spawnSync(process.execPath, [script, '--build', name, source], { stdio: 'inherit' });
  if (status !== 0)
    throw new Error(
      `No build of '${source}'. Fix: give a git revision that builds, a folder with package.json and dist/, or .`,
    );
  return require(join(benchFolder, 'builds', name, 'parts.js')) as Build;
}
