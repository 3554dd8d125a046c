/** package.json: nothing runs when somebody installs the package, and all that it needs is named as a peer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../built.js';
import type { Checked, Manifest } from './checked.js';

/** Those that npm runs where a package is installed. */
const INSTALL_SCRIPTS = [
  'preinstall',
  'install',
  'postinstall',
  'preprepare',
  'prepare',
  'postprepare',
  'preuninstall',
  'uninstall',
];

export function manifestProblems(): Checked {
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as Manifest;
  const {
    scripts = {},
    dependencies = {},
    optionalDependencies = {},
    bundledDependencies = [],
    peerDependencies = {},
  } = manifest;
  const run = INSTALL_SCRIPTS.filter((name) => name in scripts);
  const brought = [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...bundledDependencies];
  const wild = Object.entries(peerDependencies).filter(([, range]) => /^(?:\*|latest|https?:|git|file:)/.test(range));
  return {
    count: INSTALL_SCRIPTS.length + brought.length + Object.keys(peerDependencies).length,
    problems: [
      ...run.map((name) => `installing runs ${name}`),
      ...brought.map((name) => `it brings ${name} along, which is no peer`),
      ...wild.map(([name, range]) => `${name} may be anything: ${range}`),
    ],
  };
}
