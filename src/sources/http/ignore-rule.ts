/** One list says which paths are neither logged, nor traced, nor counted. */
import type { HttpConfig } from '../../config/index.js';
import type { Diagnostics } from '../../kernel/index.js';

export type IgnoreRule = (path: string, method: string) => boolean;

export function ignoreRule(ignore: HttpConfig['ignore'], diagnostics: Diagnostics): IgnoreRule {
  if (typeof ignore === 'function') {
    return (path, method) => diagnostics.safely('http', 'ignore', () => ignore(path, method), false) === true;
  }
  if (ignore.length === 0) return () => false;
  return pathList(ignore);
}

/** Exact paths by a set; paths ending in `*` by their beginning. */
function pathList(paths: readonly string[]): IgnoreRule {
  const exact = new Set(paths.filter((path) => !path.endsWith('*')));
  const beginnings = paths.filter((path) => path.endsWith('*')).map((path) => path.slice(0, -1));
  return (path) => exact.has(path) || beginsWithOne(path, beginnings);
}

// A loop: a closure over the path would be made for every request.
function beginsWithOne(path: string, beginnings: readonly string[]): boolean {
  for (const beginning of beginnings) if (path.startsWith(beginning)) return true;
  return false;
}
