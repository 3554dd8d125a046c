/** package-lock.json: each package with a digest and from one registry; what a user gets with the peers under a licence that lets them. */
import type { Checked } from './checked.js';
import { lockedPackages, pathsWithPeers, type LockedPackage } from './with-peers.js';

const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  'MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0', 'Unlicense',
]); // prettier-ignore
/** Comes with the optional peer @sentry/node alone: who uses Sentry has taken it. Its source is open, its use has a condition. */
const TAKEN_WITH_SENTRY = 'FSL-1.1-Apache-2.0';
const DIGEST = /^sha512-[A-Za-z0-9+/]{86}==$/;

export function lockProblems(): Checked {
  const packages = lockedPackages();
  const locked = Object.entries(packages).filter(([path, { link }]) => path !== '' && link !== true);
  const withPeers = pathsWithPeers(packages);
  const hosts = new Set(locked.flatMap(([, { resolved }]) => (resolved === undefined ? [] : [new URL(resolved).host])));
  return {
    count: locked.length + withPeers.length,
    problems: [
      ...(hosts.size > 1 ? [`packages come from ${[...hosts].join()}`] : []),
      ...(withPeers.length < 50 ? [`only ${withPeers.length} packages come with the peers`] : []),
      ...locked.flatMap(([path, one]) => originProblems(path, one)),
      ...withPeers.flatMap((path) => licenceProblems(path, packages[path]!)),
    ],
  };
}

/** A lock that names no address takes the registry of whoever installs; the digest holds for any. */
function originProblems(path: string, { resolved, integrity = '' }: LockedPackage): readonly string[] {
  return [
    ...(resolved?.startsWith('https://') === false ? [`${path} comes from ${resolved}`] : []),
    ...(DIGEST.test(integrity) ? [] : [`${path} has no digest of today: ${integrity.slice(0, 20)}`]),
  ];
}

function licenceProblems(path: string, { license = 'no licence that it names' }: LockedPackage): readonly string[] {
  const choices = license.replaceAll(/[()]/g, '').split(' OR ');
  const isAllowed =
    license === TAKEN_WITH_SENTRY ? path === 'node_modules/sentry' : choices.some((one) => ALLOWED_LICENCES.has(one));
  return isAllowed ? [] : [`${path} is under ${license}`];
}
