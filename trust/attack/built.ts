/** The built package beside this program: some attempts are at what has no door of its own, such as a comparison or a pattern. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What `nestjs-observability` is to this program: a checkout, or a copy with a planted defect. */
export const packageFolder = join(dirname(require.resolve('nestjs-observability')), '..');

/** Where the package comes from; copies of the build stand below it. */
export const checkout = folderWith('package-lock.json', packageFolder);

const load = createRequire(join(packageFolder, 'dist', 'index.js'));

/** @param file below dist/ */
export function built<T>(file: string): T {
  return load(`./${file}`) as T;
}

function folderWith(name: string, folder: string): string {
  return existsSync(join(folder, name)) ? folder : folderWith(name, dirname(folder));
}
