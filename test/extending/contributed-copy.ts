/**
 * A copy of the house to which every recipe of CONTRIBUTING.md has been applied, and nothing else: the original stays as it is. Its place is
 * the same each time, so that what has not changed is not compiled again.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { recipes, root, withEntry, type Recipe } from './recipes.js';

const COPY = join(root, '.cache/extending');
/** The reference tables are made by tests, from what provisioning makes of the metrics. */
const COPIED = ['src', 'test/docs', 'test/provisioning'];

const CONFIGURATION = {
  extends: '../../tsconfig.json',
  compilerOptions: { rootDir: '.', noEmit: true, types: ['node'], paths: {} },
  include: ['src'],
  exclude: ['src/console/page'],
};

let isMade = false;

/** What a file of the copy exports; the copy is made when first asked. */
export function contributed<T = Record<string, never>>(path: string): T {
  if (!isMade) makeCopy();
  isMade = true;
  return require(join(COPY, path)) as T;
}

/** What the compiler has to say about the files that the recipes write or change. */
export function typeErrors(): string[] {
  const all = [...recipes().values()];
  const places = all.flatMap(({ file, list }) => [file, list]);
  return compilerOutput().filter((line) => places.some((place) => line.startsWith(place)));
}

function makeCopy(): void {
  rmSync(COPY, { recursive: true, force: true });
  for (const folder of COPIED)
    cpSync(join(root, folder), join(COPY, folder), { recursive: true, filter: (path) => !path.endsWith('.spec.ts') });
  writeFileSync(join(COPY, 'tsconfig.json'), JSON.stringify(CONFIGURATION));
  for (const recipe of recipes().values()) follow(recipe);
}

function follow({ file, content, list, entry }: Recipe): void {
  mkdirSync(dirname(join(COPY, file)), { recursive: true });
  writeFileSync(join(COPY, file), content, { flag: 'wx' });
  const before = readFileSync(join(COPY, list), 'utf8');
  writeFileSync(join(COPY, list), withEntry(before, entry));
}

function compilerOutput(): string[] {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], { cwd: COPY, encoding: 'utf8' });
    return [];
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout).split('\n');
  }
}
