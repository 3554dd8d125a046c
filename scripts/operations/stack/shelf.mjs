// Where built programs are kept: <shelf>/<name>-<version>, beside what each was built from.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export function programFile({ name, version }, shelf) {
  return join(shelf, `${name}-${version}`);
}

/** Built, and from what it would be built from today. */
export function isBuilt(program, shelf) {
  const file = programFile(program, shelf);
  return existsSync(file) && existsSync(sourceFile(file)) && readFileSync(sourceFile(file), 'utf8') === program.source;
}

/** Builds a program and keeps it. @throws Error with the last lines of what built it */
export function keep(program, shelf) {
  const file = programFile(program, shelf);
  const folder = mkdtempSync(join(shelf, 'build-'));
  try {
    const built = join(folder, 'program');
    mkdirSync(join(folder, 'module'));
    program.build(join(folder, 'module'), built);
    chmodSync(built, 0o755);
    renameSync(built, file);
    writeFileSync(sourceFile(file), program.source);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sourceFile(file) {
  return `${file}.source`;
}
