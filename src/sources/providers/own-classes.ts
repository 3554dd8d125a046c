/**
 * Which classes the application wrote itself. Neither a module's form nor its name tells: packages have static modules, and
 * applications dynamic ones. The file does that defines the class: below `node_modules` it belongs to a package, and `node:` is
 * Node's own (many a provider extends EventEmitter).
 */
import { ModulesContainer } from '@nestjs/core';
import { dirname, join, sep } from 'node:path';
import { filesOf } from './class-files.js';

/**
 * Those of `classes` that are the application's; undefined where files tell nothing: all is bundled into one, or Node has no
 * inspector.
 * @param root the application's first module: one that is itself installed as a package counts that package as its own
 */
export function ownClasses<T extends object>(classes: readonly T[], root: object | undefined): T[] | undefined {
  const files = filesOf([ModulesContainer, ...(root === undefined ? [] : [root]), ...classes]);
  // Nest outside node_modules: it has been bundled, and so has every other package.
  if (files === undefined || packageIn(files.get(ModulesContainer)) === undefined) return undefined;
  const ownPackage = root && packageIn(files.get(root));
  return classes.filter((type) => isOwn(files.get(type), ownPackage));
}

function isOwn(file: string | undefined, ownPackage: string | undefined): boolean {
  if (file === undefined || file.startsWith('node:') || isOurs(file)) return false;
  const packageOfFile = packageIn(file);
  return packageOfFile === undefined || packageOfFile === ownPackage;
}

/** Ours are no part of the application, also where the package is linked into it instead of installed. */
function isOurs(file: string): boolean {
  const isBundled = !__dirname.endsWith(join('sources', 'providers'));
  return !isBundled && file.startsWith(dirname(dirname(__dirname)) + sep);
}

/** The innermost package's folder: `…/node_modules/@scope/name`; undefined outside of packages. */
function packageIn(file = ''): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(file)?.[0];
}
