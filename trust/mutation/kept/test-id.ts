/** How a test is named between Stryker and the spec files: by its file and its title. */

const BETWEEN = ' › ';

export function testIdOf(path: string, title: string): string {
  return `${path}${BETWEEN}${title}`;
}

/** @returns the titles wanted of each file */
export function titlesByPath(testIds: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byPath = new Map<string, Set<string>>();
  for (const id of testIds) {
    const path = id.slice(0, id.indexOf(BETWEEN));
    const titles = byPath.get(path) ?? new Set();
    byPath.set(path, titles.add(id.slice(path.length + BETWEEN.length)));
  }
  return byPath;
}
