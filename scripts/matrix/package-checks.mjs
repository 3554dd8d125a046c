// What is asked of the tarball itself: nothing in it that users do not need, no more than its budget, and two checkers content.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { sizeBudget } from './size-budget.mjs';

/** Each is given `tarball` and `tools`, and answers with what is wrong or with undefined. */
export const packageChecks = {
  tree: ({ tarball }) => {
    const strangers = filesOf(tarball).filter(({ path }) => isStranger(path));
    return strangers.length === 0 ? undefined : `Not for users: ${strangers.map(({ path }) => path).join(', ')}`;
  },
  size: ({ tarball }) => {
    const packedBytes = statSync(tarball).size;
    const unpackedBytes = filesOf(tarball).reduce((sum, { bytes }) => sum + bytes, 0);
    const isWithin = packedBytes <= sizeBudget.packedBytes && unpackedBytes <= sizeBudget.unpackedBytes;
    return isWithin
      ? undefined
      : `It weighs ${JSON.stringify({ packedBytes, unpackedBytes })} of ${JSON.stringify(sizeBudget)}`;
  },
  publint: ({ tarball, tools }) => runTool(tools, 'publint', ['run', tarball, '--strict']),
  // The matchers for Vitest are ESM by intention, as Vitest is: whatever else is, does not get past `"type": "commonjs"`.
  attw: ({ tarball, tools }) =>
    runTool(tools, 'attw', [tarball, '--no-color', '--ignore-rules', 'cjs-resolves-to-esm']),
};

const isStranger = (path) =>
  /\.(spec|test|packaging|services)\.|(^|\/)(test|tests|__tests__|sample|bench|node_modules)\/|^src\/|\.tgz$/.test(
    path,
  );

function filesOf(tarball) {
  const lines = execFileSync('tar', ['-tvzf', tarball], { encoding: 'utf8' }).split('\n').filter(Boolean);
  return lines
    .map((line) => line.split(/\s+/))
    .map(([, , bytes, , , path]) => ({ bytes: Number(bytes), path: path.replace('package/', '') }));
}

async function runTool(tools, name, args) {
  const { exitCode, stdout, stderr } = await runCommand({ file: join(tools, 'node_modules/.bin', name), args });
  return exitCode === 0 ? undefined : `${stdout}\n${stderr}`;
}
