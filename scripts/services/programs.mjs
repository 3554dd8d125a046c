// Where a program is. Debian keeps servers in directories that an ordinary user's PATH leaves out.
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const beyondPath = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin', '/opt/homebrew/sbin'];

export const searchPath = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...beyondPath];

/** The first executable of that name, folders of `first` before the PATH; `undefined` when there is none. */
export function findProgram(name, first = []) {
  return [...first, ...searchPath].map((folder) => join(folder, name)).find(isExecutable);
}

/** `/usr/lib/postgresql/17/bin` before `/usr/lib/postgresql/15/bin`; empty where the folder does not exist. */
export function versionedFolders(parent, child) {
  try {
    const versions = readdirSync(parent).toSorted((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(parent, version, child));
  } catch {
    return [];
  }
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
