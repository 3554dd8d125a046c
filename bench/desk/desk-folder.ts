/** Where the decision desk is: the sample of the repository, built against the library in its `dist`. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @throws Error with the command that builds it */
export function deskModule(): string {
  const file = join(repositoryFolder(), 'sample/dist/02-decision-desk/app.module.js');
  if (existsSync(file)) return file;
  throw new Error('The decision desk is not built. Fix: npm run build:sample');
}

/** The compiled benchmark lies in it, somewhere. */
export function repositoryFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'sample/02-decision-desk'))) return folder;
  throw new Error(`${__dirname} is not inside the repository, whose sample is to be measured`);
}
