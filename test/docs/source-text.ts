/** The library's own code as text, without its comments, for tests that look for names in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from '../architecture/imports.js';
import { root } from './generated.js';

const src = join(root, 'src');

/** @param isMeant a path relative to `src` */
export function sourceText(isMeant: (file: string) => boolean): string {
  const texts = sourceFiles(src)
    .filter(isMeant)
    .map((file) => readFileSync(join(src, file), 'utf8'));
  return texts.join('\n').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
}
