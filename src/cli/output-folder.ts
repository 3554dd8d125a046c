/** The generated files on disk: written, or compared. A list of them is kept beside them, so that those of yesterday are known. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from '../provisioning/index.js';

/** Relative paths, one a line. */
const LIST = 'generated-files.txt';

export interface Difference {
  readonly path: string;
  readonly state: 'stale' | 'missing' | 'no longer generated';
}

export class OutputFolder {
  constructor(private readonly folder: string) {}

  /** Only what differs is touched; what was generated once and is no more goes. */
  write(files: readonly GeneratedFile[]): readonly Difference[] {
    const texts = new Map(withList(files).map(({ path, text }) => [path, text]));
    const differences = this.differences(files);
    for (const { path } of differences) {
      const text = texts.get(path);
      if (text === undefined) rmSync(this.placeOf(path), { force: true });
      else this.writeFile(path, text);
    }
    return differences;
  }

  differences(files: readonly GeneratedFile[]): readonly Difference[] {
    const changed = withList(files).flatMap(({ path, text }): Difference[] => {
      const found = this.read(path);
      if (found === text) return [];
      return [{ path, state: found === undefined ? 'missing' : 'stale' }];
    });
    return [...changed, ...this.leftovers(files)];
  }

  private leftovers(files: readonly GeneratedFile[]): Difference[] {
    const paths = new Set(files.map(({ path }) => path));
    const before = (this.read(LIST) ?? '').split('\n').filter(isInside);
    return before
      .filter((path) => !paths.has(path) && existsSync(this.placeOf(path)))
      .map((path) => ({ path, state: 'no longer generated' }));
  }

  private read(path: string): string | undefined {
    const place = this.placeOf(path);
    return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
  }

  private writeFile(path: string, text: string): void {
    mkdirSync(dirname(this.placeOf(path)), { recursive: true });
    writeFileSync(this.placeOf(path), text);
  }

  private placeOf(path: string): string {
    return join(this.folder, path);
  }
}

function withList(files: readonly GeneratedFile[]): GeneratedFile[] {
  const paths = files.map(({ path }) => path).toSorted();
  return [...files, { path: LIST, text: `${paths.join('\n')}\n` }];
}

/** The list is a file that anybody may edit; nothing outside the folder is ever removed. */
function isInside(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.split(/[\\/]/).includes('..');
}
