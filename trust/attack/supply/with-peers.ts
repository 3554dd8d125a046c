/** What comes with the package into an application: its peers and all that they need, as the lock has them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../built.js';

export interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** By their paths, such as `node_modules/pino`; the checkout itself is the empty one. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

export function lockedPackages(): LockedPackages {
  const text = readFileSync(join(checkout, 'package-lock.json'), 'utf8');
  return (JSON.parse(text) as { readonly packages: LockedPackages }).packages;
}

/** The peers of the package are development's own here, so that nothing in the lock says which these are. */
export function pathsWithPeers(packages: LockedPackages): readonly string[] {
  const found = new Set<string>();
  const follow = (from: string, names: object = {}): void => {
    for (const name of Object.keys(names)) {
      const path = pathOf(packages, from, name);
      if (path === undefined || found.has(path)) continue;
      found.add(path);
      follow(path, packages[path]!.dependencies);
    }
  };
  follow('', packages['']!.peerDependencies);
  return [...found];
}

/** As Node looks for it: beside the package, then further up. Undefined for a peer that is not installed. */
function pathOf(packages: LockedPackages, from: string, name: string): string | undefined {
  const path = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (path in packages || from === '') return path in packages ? path : undefined;
  return pathOf(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}
