// node scripts/prepare-bench.mjs: makes bench/ a consumer of the package. Its dependencies are installed when their lock has
// changed, and the build in dist/ is put where a published one would be.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const bench = new URL('../bench/', import.meta.url);
const stamp = new URL('node_modules/.installed', bench);

install();
putBuild(new URL('../', import.meta.url), new URL('node_modules/nestjs-observability/', bench));

function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(new URL('package-lock.json', bench)))
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
  for (const part of ['package.json', 'dist']) cpSync(new URL(part, from), new URL(part, to), { recursive: true });
}
