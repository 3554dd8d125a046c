// Go's own command, and programs built with it from a module alone.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const shownLines = 20;

export function hasGo() {
  return spawnSync('go', ['version']).status === 0;
}

/** @returns what it printed. @throws Error with its last lines unless it succeeds */
export function go(folder, ...args) {
  const { status, stdout, stderr } = spawnSync('go', args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
  if (status === 0) return stdout;
  const lines = `${stdout}${stderr}`.trim().split('\n').slice(-shownLines);
  throw new Error([`go ${args[0]} failed`, ...lines].join('\n  '));
}

/**
 * Builds a program as its authors do: with the replacements of its own go.mod, which `go install` refuses.
 *
 * @param source { module, version, path, neighbours }: the module, its version, the program's folder in it, and
 *   `module@version` of each that go.mod replaces by a neighbouring folder: a module does not contain those
 * @param folder an empty one for go.mod
 * @param file where the program goes
 */
export function buildFromModule({ module, version, path, neighbours }, folder, file) {
  const { Dir, GoMod } = download(`${module}@${version}`, folder);
  copyFileSync(GoMod, join(folder, 'go.mod'));
  copyFileSync(join(Dir, 'go.sum'), join(folder, 'go.sum'));
  const required = [`${module}@${version}`, ...neighbours].map((wanted) => `-require=${wanted}`);
  const dropped = neighbours.map((neighbour) => `-dropreplace=${neighbour.split('@')[0]}`);
  go(folder, 'mod', 'edit', '-module=stack', ...required, ...dropped);
  go(folder, 'build', '-mod=mod', '-trimpath', '-ldflags=-s -w', '-o', file, join(module, path));
}

/** Copies the files of a module's folder into a new one. */
export function copyFromModule({ module, version, path }, folder, target) {
  const source = join(download(`${module}@${version}`, folder).Dir, path);
  mkdirSync(target);
  for (const name of readdirSync(source)) copyFileSync(join(source, name), join(target, name));
}

function download(module, folder) {
  return JSON.parse(go(folder, 'mod', 'download', '-json', module));
}
