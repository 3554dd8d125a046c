// The package as npm would publish it: built in a copy of the repository, so that nobody's dist/ is emptied meanwhile.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = [
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'src',
  'scripts',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

// With `isBuilt`, what stands in dist/ is packed as it is.
export function packedLibrary(folder, isBuilt) {
  if (isBuilt) return pack(root, folder);
  const copy = join(folder, 'repository');
  mkdirSync(copy);
  for (const source of SOURCES) cpSync(join(root, source), join(copy, source), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: copy, stdio: ['ignore', 'inherit', 'inherit'] });
  return pack(copy, folder);
}

function pack(from, to) {
  const text = execFileSync('npm', ['pack', '--json', '--pack-destination', to], { cwd: from, encoding: 'utf8' });
  return join(to, JSON.parse(text)[0].filename);
}
