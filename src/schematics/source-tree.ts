/** The workspace's files as they will be. They are written together at the end, so that a refusal on the way changes none. */
import { posix } from 'node:path';
import { notUnderstood } from './not-understood.js';
import { SourceFile } from './source-file.js';
import type { Folder, Tree } from './tree.js';

export class SourceTree {
  private readonly changed = new Map<string, SourceFile>();

  constructor(private readonly tree: Tree) {}

  has(path: string): boolean {
    return this.changed.has(path) || this.tree.exists(path);
  }

  get(path: string): SourceFile {
    return this.changed.get(path) ?? new SourceFile(path, this.read(path));
  }

  set(file: SourceFile): void {
    this.changed.set(file.path, file);
  }

  /** Paths of the sources below a folder that mention a word; tests and declarations are left out. */
  sourcesMentioning(word: string, folder: string): string[] {
    const paths = pathsBelow(this.tree.getDir(folder), folder);
    const sources = paths.filter((path) => path.endsWith('.ts') && !/[.-](spec|test|d)\.ts$/.test(path));
    return sources.filter((path) => Buffer.from(this.tree.read(path)!).includes(word));
  }

  /** @returns paths of what was really changed */
  write(): string[] {
    const files = [...this.changed.values()].filter(
      ({ path, text }) => !this.tree.exists(path) || this.read(path) !== text,
    );
    for (const { path, text } of files) {
      if (this.tree.exists(path)) this.tree.overwrite(path, text);
      else this.tree.create(path, text);
    }
    return files.map(({ path }) => path);
  }

  /** A byte order mark stays. */
  private read(path: string): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.tree.read(path)!);
    } catch {
      throw notUnderstood(`${path} must be text in UTF-8`, 'other bytes', 'save it as UTF-8');
    }
  }
}

function pathsBelow(folder: Folder, path: string): string[] {
  const inner = folder.subdirs.filter((name) => name !== 'node_modules');
  return [
    ...folder.subfiles.map((name) => posix.join(path, name)),
    ...inner.flatMap((name) => pathsBelow(folder.dir(name), posix.join(path, name))),
  ];
}
