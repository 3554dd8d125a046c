// node scripts/prepare-bench.mjs: makes bench/ a consumer of the package. Its dependencies are installed when their lock has
// changed, and the build in dist/ is put where a published one would be.
// node scripts/prepare-bench.mjs --build NAME SOURCE: puts another build and a copy of the compiled benchmark into
// bench/builds/NAME. SOURCE is a git revision, a folder that holds package.json and dist/, or . for the work tree.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bench = join(root, 'bench');
const library = join('node_modules', 'nestjs-observability');

const [option, ...rest] = process.argv.slice(2);
if (option === '--build') putComparedBuild(...rest);
else prepare();

function prepare() {
  install(join(bench, 'node_modules', '.installed'));
  putBuild(root, join(bench, library));
}

function install(stamp) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(bench, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const options = { cwd: bench, stdio: ['ignore', 'ignore', 'inherit'] };
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options);
  if (status !== 0) throw new Error(`npm ci in bench/ ended with code ${status}`);
  writeFileSync(stamp, wanted);
}

function putBuild(from, to) {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const part of ['package.json', 'dist']) cpSync(join(from, part), join(to, part), { recursive: true });
}

// The same measuring code beside every build; it finds the build first, and all else where bench/ has it.
function putComparedBuild(name, source) {
  const to = join(bench, 'builds', name);
  rmSync(to, { recursive: true, force: true });
  cpSync(join(bench, 'dist'), to, { recursive: true });
  const folder = resolve(root, source);
  if (existsSync(join(folder, 'dist', 'index.js'))) return putBuild(folder, join(to, library));
  withWorkTree(source, (tree) => {
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: tree, stdio: ['ignore', 'inherit', 'inherit'] });
    putBuild(tree, join(to, library));
  });
}

function withWorkTree(revision, work) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-build-'));
  const tree = join(folder, 'tree');
  git('worktree', 'add', '--detach', tree, revision);
  try {
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    work(tree);
  } finally {
    git('worktree', 'remove', '--force', tree);
    rmSync(folder, { recursive: true });
  }
}

function git(...args) {
  const { status, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr.trim()}`);
}
