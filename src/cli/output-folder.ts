/** The generated files on disk: written, or compared. A list of them is kept beside them, so that those of yesterday are known. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from '../provisioning/index.js';
import { UsageError } from './usage-error.js';

/** Relative paths, one a line. */
const LIST = 'generated-files.txt';

export interface Difference {
  readonly path: string;
  readonly state: 'stale' | 'missing' | 'no longer generated';
}

export class OutputFolder {
  private readonly files: readonly GeneratedFile[];

  constructor(
    private readonly folder: string,
    generated: readonly GeneratedFile[],
  ) {
    this.files = withList(generated);
  }

  /** With the list. */
  get fileCount(): number {
    return this.files.length;
  }

  /**
   * Only what differs is touched; what was generated once and is no more goes.
   * @throws UsageError when the system refuses a file
   */
  write(): readonly Difference[] {
    const differences = this.differences();
    const texts = new Map(this.files.map(({ path, text }) => [path, text]));
    for (const { path } of differences) this.change(path, texts.get(path));
    return differences;
  }

  /** @throws UsageError when the system refuses a file */
  differences(): readonly Difference[] {
    const changed = this.files.flatMap(({ path, text }): Difference[] => {
      const found = this.read(path);
      if (found === text) return [];
      return [{ path, state: found === undefined ? 'missing' : 'stale' }];
    });
    return [...changed, ...this.leftovers()];
  }

  private leftovers(): Difference[] {
    const paths = new Set(this.files.map(({ path }) => path));
    const before = (this.read(LIST) ?? '').split('\n').filter(isInside);
    return before
      .filter((path) => !paths.has(path) && existsSync(this.placeOf(path)))
      .map((path) => ({ path, state: 'no longer generated' }));
  }

  private read(path: string): string | undefined {
    const place = this.placeOf(path);
    return existsSync(place) ? this.unlessRefused(() => readFileSync(place, 'utf8')) : undefined;
  }

  private change(path: string, text: string | undefined): void {
    const place = this.placeOf(path);
    this.unlessRefused(() => {
      if (text === undefined) return rmSync(place, { force: true });
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, text);
    });
  }

  private unlessRefused<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new UsageError(`${this.folder} cannot be used: ${(error as Error).message}`);
    }
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
