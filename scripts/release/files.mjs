/** The files that name the version, and what a release writes into them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { released } from './changelog.mjs';

const PACKAGE = 'package.json';
const LOCK = 'package-lock.json';
const CHANGELOG = 'CHANGELOG.md';

export const readPackage = () => JSON.parse(readFileSync(PACKAGE, 'utf8'));
export const readChangelog = () => readFileSync(CHANGELOG, 'utf8');

/** @returns the new text of each file, by its name */
export function filesOf(version, date) {
  const files = new Map([
    [PACKAGE, json({ ...readPackage(), version })],
    [CHANGELOG, released(readChangelog(), version, date)],
  ]);
  if (existsSync(LOCK)) files.set(LOCK, json(lockWith(version)));
  return files;
}

export function write(files) {
  for (const [file, text] of files) writeFileSync(file, text);
}

function lockWith(version) {
  const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
  return { ...lock, version, packages: { ...lock.packages, '': { ...lock.packages[''], version } } };
}

/** As npm writes it. */
function json(value) {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
