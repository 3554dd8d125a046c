/** How many file descriptors are open, without reading a directory of ten thousand entries (12 ms) where Linux can just say it. */
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';

const DESCRIPTORS = '/proc/self/fd';

/** Since Linux 6.2 their number is the directory's size. Before it was 0; then they are counted, less the one to read them. */
export async function openFileCount(): Promise<number> {
  const { size } = statSync(DESCRIPTORS);
  return size > 0 ? size : (await readdir(DESCRIPTORS)).length - 1;
}
