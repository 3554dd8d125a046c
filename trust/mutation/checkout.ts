/** The sources that are mutated: a copy of the checkout, in a folder whose name stays, so that Jest's cache holds. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { moreSpecs, type RoomName } from './rooms.js';

/** What the specs of the rooms need; packages are found upwards, as everywhere. */
const COPIED = ['package.json', 'jest.config.js', 'tsconfig.json', 'src', 'test', 'docs/reference'];
const NOT_COPIED = join('test', 'browser');

/** @returns the nearest folder above that holds the sources: a built copy has none */
export function checkoutAbove(folder: string): string {
  if (existsSync(join(folder, 'src')) && existsSync(join(folder, 'jest.config.js'))) return folder;
  if (folder === dirname(folder)) throw new Error('The sources are not here: mutation testing needs a checkout.');
  return checkoutAbove(dirname(folder));
}

/** @returns a copy for one room: rooms are mutated side by side, each in its place */
export function copyCheckout(root: string, room: RoomName): string {
  const copy = join(root, '.cache', 'trust', 'mutation', room);
  mkdirSync(copy, { recursive: true });
  for (const part of COPIED) {
    rmSync(join(copy, part), { recursive: true, force: true });
    cpSync(join(root, part), join(copy, part), { recursive: true, filter: (path) => !path.endsWith(NOT_COPIED) });
  }
  return copy;
}

/** @returns relative to the root */
export function sourcesOf(root: string, room: RoomName): readonly string[] {
  return typeScriptOf(root, room).filter((path) => !path.endsWith('.spec.ts'));
}

export function specsOf(root: string, room: RoomName): readonly string[] {
  return [...typeScriptOf(root, room).filter((path) => path.endsWith('.spec.ts')), ...moreSpecs[room]];
}

function typeScriptOf(root: string, room: RoomName): readonly string[] {
  const folder = join('src', room);
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path))
    .toSorted();
}
