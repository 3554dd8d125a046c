// The package as it would be published: built in a copy of the repository, so that nobody's dist/ is emptied, and packed.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const name = 'nestjs-observability';
/** @returns the path of the tarball of a fresh build */
export function packRepository(folder) {
  const copy = join(folder, 'build');
  mkdirSync(copy, { recursive: true });
  for (const part of partsOf(readManifest(root))) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  npm(copy, 'run', '--silent', 'build');
  const [{ filename }] = JSON.parse(npm(copy, 'pack', '--json', '--pack-destination', folder));
  return join(folder, filename);
}

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** What is published and not built, and what the build needs. */
const partsOf = ({ files }) => [
  ...files.filter((part) => part !== 'dist'),
  'src',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

const npm = (cwd, ...args) =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** What a tarball says of itself: its `entryPoints` that code can load, and its `peers`. */
export function readTarball(tarball) {
  const manifest = JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }));
  return { tarball, manifest, entryPoints: entryPointsOf(manifest), peers: peersOf(manifest) };
}

const entryPointsOf = ({ exports }) =>
  Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => join(name, path));

/** A range begins with the oldest release that it permits. */
export function peersOf({ peerDependencies, peerDependenciesMeta }) {
  return Object.entries(peerDependencies).map(([peer, range]) => ({
    name: peer,
    oldest: /\d+\.\d+\.\d+/.exec(range)[0],
    isRequired: peerDependenciesMeta[peer]?.optional !== true,
  }));
}
