/**
 * The code of others that the package carries: what esbuild put into the console's page. Their licences want their notices beside it,
 * and a bill of materials (CycloneDX 1.5) tells scanners what no package.json of a user names.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MODULES = 'node_modules/';

/** @param inputs of esbuild's metafile, by path from `root`; @returns { name, version, license, notice, sha512 } of each package, by name */
export function packagesIn(inputs, root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const folders = new Set(Object.keys(inputs).flatMap(packageFolder));
  const packages = [...folders].map((folder) => readPackage(root, folder, lock[placeInLock(folder)]));
  return packages.toSorted((one, other) => one.name.localeCompare(other.name));
}

function packageFolder(path) {
  const start = path.lastIndexOf(MODULES);
  if (start < 0) return [];
  const [first, second] = path.slice(start + MODULES.length).split('/');
  return [path.slice(0, start + MODULES.length) + (first.startsWith('@') ? `${first}/${second}` : first)];
}

/** Where `node_modules` is a link, esbuild names what it leads to. */
function placeInLock(folder) {
  return folder.slice(folder.indexOf(MODULES));
}

function readPackage(root, folder, { version, license, integrity }) {
  const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined || license === undefined || !integrity?.startsWith('sha512-'))
    throw new Error(`${folder} has no licence or no digest. Fix: ask its authors, or bundle another package`);
  const notice = readFileSync(join(root, folder, file), 'utf8').trim();
  const sha512 = Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
  return { name, version, license, notice, sha512 };
}

export function noticesOf(packages) {
  const texts = packages.map(({ name, version, license, notice }) => `${name} ${version} (${license})\n\n${notice}\n`);
  return ["The console's page holds code of these packages.\n", ...texts].join(`\n${'-'.repeat(80)}\n\n`);
}

/** Nothing in it depends on the time or the machine: the same commit gives the same bytes. */
export function billOfMaterials({ name, version, license }, packages) {
  const main = component({ name, version, license });
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: main },
    components: packages.map((one) => ({ ...component(one), hashes: [{ alg: 'SHA-512', content: one.sha512 }] })),
    dependencies: [
      { ref: main['bom-ref'], dependsOn: packages.map(purlOf) },
      ...packages.map((one) => ({ ref: purlOf(one) })),
    ],
  };
}

function component({ name, version, license }) {
  const purl = purlOf({ name, version });
  return { type: 'library', 'bom-ref': purl, name, version, purl, licenses: [{ license: { id: license } }] };
}

/** After the package URL specification: the @ of a scope is percent-encoded. */
function purlOf({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
