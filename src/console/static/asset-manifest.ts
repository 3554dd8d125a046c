/** What the build of the page has made: read once, at start, where the console is on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface AssetManifest {
  /** Names below the folder, all of them among `files`. */
  readonly entry: string;
  readonly styles: readonly string[];
  /** What the entry needs before anything is seen. */
  readonly preload: readonly string[];
  /** With their compressed forms, `<name>.gz`. */
  readonly files: readonly string[];
}

/** The same from the sources and from the package. */
export const ASSET_FOLDER = join(__dirname, '../../../dist/console/assets');

/** Undefined where the page has not been built, as in a fresh checkout. */
export function readManifest(folder: string): AssetManifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as AssetManifest;
  } catch {
    return undefined;
  }
}
