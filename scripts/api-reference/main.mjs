// npm run docs:api: writes the API reference to docs/api, as HTML and as JSON. A warning of TypeDoc is an error, and so is a name that
// TypeDoc finds and docs/reference/public-names.json does not have, or the other way round.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');

// TypeDoc's number for one. Only set-up files for tests have any: the global one that they add to.
const NAMESPACE = 4;

install(join(here, 'node_modules', '.installed'));
run('npx', ['typedoc', '--options', 'typedoc.config.mjs']);
compareNames();

// TypeDoc needs a compiler of its own, which the library's lock does not have.
function install(stamp) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: here, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function compareNames() {
  const { exports: recorded } = read('docs/reference/public-names.json');
  const found = new Map(read('docs/api/api.json').children.map((module) => [module.name, namesOf(module)]));
  const different = Object.keys(recorded).filter((subpath) => String(recorded[subpath]) !== String(found.get(subpath)));
  if (different.length === 0) return;
  process.stderr.write(`TypeDoc finds other names than public-names.json has in ${different.join(', ')}\n`);
  process.exit(1);
}

function namesOf({ children = [] }) {
  const exported = children.filter(({ kind }) => kind !== NAMESPACE);
  return exported.map(({ name }) => name).toSorted();
}

function read(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}
