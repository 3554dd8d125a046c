/** A build with a defect: a copy beside the real one, from which the same programs run. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOINED, joinedModules } from '../../bench/harness/joined-modules.js';
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
  const { path, text, code } = placeOf(join(folder, 'dist'), file);
  const pieces = code.split(find);
  if (pieces.length !== 2)
    throw new Error(`${name}: dist/${file} holds "${find}" ${pieces.length - 1} times, not once`);
  // A function, since `$` would mean something in a text.
  writeFileSync(
    path,
    text.replace(code, () => pieces.join(replace)),
  );
  return folder;
}

/** The file in which the module's code stands, and which part of its text that is. */
function placeOf(dist: string, file: string): { readonly path: string; readonly text: string; readonly code: string } {
  const joined = join(dist, JOINED);
  const text = existsSync(joined) ? readFileSync(joined, 'utf8') : '';
  const module = joinedModules(text).find((one) => one.file === file);
  if (module !== undefined) return { path: joined, text, code: module.code };
  const own = readFileSync(join(dist, file), 'utf8');
  return { path: join(dist, file), text: own, code: own };
}
