// Builds the console's page into hashed files that never change, below dist/console/assets: node scripts/build-console.mjs
import { build } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { billOfMaterials, noticesOf, packagesIn } from './third-party.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pageFolder = join(root, 'src/console/page');
const firstPage = 'src/console/page/pages/overview/index.tsx';
const maxFirstPaintBytes = 150 * 1024;
const styleSheets = 'every style sheet of the page';

// All styles are small and come at once, so that no page is ever seen without its own: scripts say which they need, and load none.
const oneStyleSheet = {
  name: 'one style sheet',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /[.]css$/ }, ({ importer }) =>
      /[.]tsx?$/.test(importer) ? { path: importer, namespace: 'nothing' } : null,
    );
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '', loader: 'js' }));
    onResolve({ filter: RegExp(styleSheets) }, ({ path }) => ({ path, namespace: 'styles' }));
    onLoad({ filter: /./, namespace: 'styles' }, () => ({
      contents: importsOfAll(),
      loader: 'css',
      resolveDir: pageFolder,
    }));
  },
};

// What others build on comes first.
function importsOfAll() {
  const names = readdirSync(pageFolder, { recursive: true }).filter((name) => name.endsWith('.css'));
  const rank = (name) =>
    ['styles/tokens', 'styles/', 'components/', 'app/', 'pages/'].findIndex((start) => name.startsWith(start));
  return names
    .toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((name) => `@import './${name}';\n`)
    .join('');
}

process.exitCode = await main(join(root, 'dist'));

async function main(dist) {
  const built = await bundle().catch(() => undefined);
  // esbuild has said why.
  if (built === undefined) return 1;
  write(join(dist, 'console/assets'), built.files);
  writeThirdParty(dist, built.inputs);
  return report(built.files);
}

/** Beside all that is published. */
function writeThirdParty(folder, inputs) {
  const packages = packagesIn(inputs, root);
  const bill = billOfMaterials(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')), packages);
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), noticesOf(packages));
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
}

/** @returns what was put together, and { name, contents, zipped, entryPoint, imports } of each file, where `imports` are what it cannot start without */
async function bundle() {
  const { outputFiles, metafile } = await build({
    entryPoints: { main: join(pageFolder, 'main.tsx'), styles: styleSheets },
    plugins: [oneStyleSheet],
    absWorkingDir: root,
    outdir: join(root, 'out'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    tsconfig: join(pageFolder, 'tsconfig.json'),
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const contentsOf = new Map(outputFiles.map(({ path, contents }) => [relative(root, path), contents]));
  const files = Object.entries(metafile.outputs).map(([path, output]) => fileOf(path, contentsOf.get(path), output));
  return { inputs: metafile.inputs, files };
}

function fileOf(path, contents, { entryPoint, imports }) {
  const needed = imports.filter(({ kind }) => kind === 'import-statement').map((one) => basename(one.path));
  return { name: basename(path), contents, zipped: gzipSync(contents, { level: 9 }), entryPoint, imports: needed };
}

function write(folder, files) {
  mkdirSync(folder, { recursive: true });
  clearUp(folder);
  for (const { name, contents, zipped } of files) {
    writeFileSync(join(folder, name), contents);
    writeFileSync(join(folder, `${name}.gz`), zipped);
  }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifestOf(files), null, 2)}\n`);
}

// An application that runs goes on with the files of the build before: only those of earlier ones go.
function clearUp(folder) {
  const kept = existsSync(join(folder, 'manifest.json'))
    ? JSON.parse(readFileSync(join(folder, 'manifest.json'))).files
    : [];
  for (const name of readdirSync(folder)) if (!kept.includes(name)) rmSync(join(folder, name));
}

function manifestOf(files) {
  const names = (list) => list.map(({ name }) => name);
  return {
    entry: entryOf(files).name,
    styles: names(files.filter(({ name }) => name.endsWith('.css'))),
    preload: names(firstPaint(files).slice(1)),
    files: names(files).flatMap((name) => [name, `${name}.gz`]),
    sizes: Object.fromEntries(
      files.map(({ name, contents, zipped }) => [name, { bytes: contents.length, gzipBytes: zipped.length }]),
    ),
  };
}

/** The scripts that the overview cannot be seen without, the entry first. */
function firstPaint(files) {
  const found = new Set([entryOf(files), files.find(({ entryPoint }) => entryPoint === firstPage)]);
  for (const { imports } of found) for (const name of imports) found.add(files.find((file) => file.name === name));
  return [...found];
}

function entryOf(files) {
  return files.find(({ entryPoint }) => entryPoint === 'src/console/page/main.tsx');
}

/** @returns the exit code */
function report(files) {
  const firstBytes = sum(firstPaint(files));
  const all = `${files.length} files, ${kib(sum(files))}`;
  process.stdout.write(
    `The console's page, gzipped: ${kib(firstBytes)} of script for the first paint; ${all} in all\n`,
  );
  if (firstBytes <= maxFirstPaintBytes) return 0;
  process.stderr.write(
    `The first paint takes more than ${kib(maxFirstPaintBytes)}. Fix: import what is large where it is shown\n`,
  );
  return 1;
}

function sum(files) {
  return files.reduce((total, { zipped }) => total + zipped.length, 0);
}

function kib(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
