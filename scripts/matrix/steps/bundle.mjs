// Bundles the compiled application into one file and takes that through the same start. External stay the package, which finds
// files, workers and peers of its own where it is installed, and what it shares with the application. Classes keep their names, by
// which spans are called.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemOf, runOf } from './command-of.mjs';
import { startAndAsk } from './start.mjs';

const external = [
  'nestjs-observability',
  '@nestjs',
  '@opentelemetry',
  'pino',
  'prom-client',
  'reflect-metadata',
  'rxjs',
];

export async function esbuild(context) {
  const file = 'bundle/esbuild.mjs';
  const options = [
    'dist/main.js',
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--keep-names',
    `--outfile=${file}`,
    '--log-level=error',
  ];
  const externals = external.map((name) => `--external:${name.startsWith('@') ? `${name}/*` : name}`);
  const command = [join(context.tools, 'node_modules/.bin/esbuild')];
  return problemOf(await runOf(command, [...options, ...externals], context)) ?? startBundle(context, file);
}

export async function webpack(context) {
  const file = 'bundle/webpack.cjs';
  writeFileSync(join(context.folder, 'webpack.cjs'), webpackScript(context, file));
  return problemOf(await runOf(['node'], ['webpack.cjs'], context)) ?? startBundle(context, file);
}

function webpackScript({ tools, folder }, filename) {
  const output = { path: folder, filename };
  const optimization = { minimize: false };
  const configuration = { mode: 'production', target: 'node', entry: './dist/main.js', output, optimization };
  return `const webpack = require(${JSON.stringify(join(tools, 'node_modules/webpack'))});
const externals = /^(${external.join('|')})(\\/|$)/;
webpack({ ...${JSON.stringify(configuration)}, externals, externalsType: 'node-commonjs' }, (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString('errors-only'));
});
`;
}

const startBundle = ({ folder, environment }, file) => startAndAsk({ command: ['node', file], folder, environment });
