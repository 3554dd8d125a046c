// What the matrix itself needs and no application depends on: package managers, checkers, other Nodes. All pinned but Node's
// majors, all brought by npm, into one folder that later runs find again.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.mjs';

const packages = {
  pnpm: '12.21.0',
  '@yarnpkg/cli-dist': '4.18.1',
  publint: '0.3.25',
  '@arethetypeswrong/cli': '0.18.5',
  webpack: '5.112.2',
  esbuild: '0.28.2',
};

/** What every cell needs of the machine: the folder whose `node_modules` has these `tools`, `nodeOf(release)`, npm's `registry`. */
export async function prepareMachine() {
  const { stdout } = await orFail('npm', ['config', 'get', 'registry']);
  const tools = await installTools(join(tmpdir(), 'nestjs-observability-matrix-tools'));
  const nodes = new Map();
  const nodeOf = async (release) => nodes.get(release) ?? nodes.set(release, await locateNode(release)).get(release);
  return { tools, nodeOf, registry: stdout.trim() };
}

async function installTools(folder) {
  const stamp = join(folder, 'node_modules/.installed');
  const wanted = JSON.stringify({ private: true, dependencies: packages });
  mkdirSync(folder, { recursive: true });
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
  writeFileSync(join(folder, 'package.json'), wanted);
  await orFail('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], folder);
  writeFileSync(stamp, wanted);
  return folder;
}

async function locateNode(release) {
  const { stdout } = await orFail('npx', ['-y', `node@${release}`, '-p', 'process.execPath']);
  return stdout.trim();
}

async function orFail(file, args, cwd) {
  const result = await runCommand({ file, args, cwd });
  if (result.exitCode === 0) return result;
  throw new Error(`${file} ${args.join(' ')} failed:\n${result.stderr.trim()}`);
}
