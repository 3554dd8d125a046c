/** A build with a defect: a copy beside the real one, from which the same programs run. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plant } from './plant.js';

/** What a program needs of the checkout; packages are found upwards, as everywhere. */
const COPIED = ['package.json', 'dist', 'trust/dist', 'sample/dist'];

/**
 * @param root of the checkout
 * @returns the folder that stands for the checkout from then on
 * @throws Error when the code that is to be spoilt is no longer there, or more than once
 */
export function plantDefect(root: string, { name, file, find, replace }: Plant): string {
  const folder = join(root, '.cache', 'trust', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of COPIED) cpSync(join(root, part), join(folder, part), { recursive: true });
  const path = join(folder, 'dist', file);
  const pieces = readFileSync(path, 'utf8').split(find);
  if (pieces.length !== 2)
    throw new Error(`${name}: dist/${file} holds "${find}" ${pieces.length - 1} times, not once`);
  writeFileSync(path, pieces.join(replace));
  return folder;
}
