/** Known advisories about what users get with the package. */
import { spawnSync } from 'node:child_process';
import { checkout } from '../built.js';
import { lockedPackages, pathsWithPeers } from './with-peers.js';

interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly nodes: readonly string[] }>>;
}

const PATIENCE_MS = 30_000;

/** Undefined where the registry has no answer, as without a network. Of development alone nothing reaches a user. */
export function auditProblems(): readonly string[] | undefined {
  const options = { cwd: checkout, encoding: 'utf8', timeout: PATIENCE_MS } as const;
  const { vulnerabilities } = parsed(spawnSync('npm', ['audit', '--json'], options).stdout);
  const paths = new Set(pathsWithPeers(lockedPackages()));
  const known = vulnerabilities && Object.entries(vulnerabilities);
  const ours = known?.filter(([, { nodes }]) => nodes.some((path) => paths.has(path)));
  return ours?.map(([name, { severity }]) => `${name}: ${severity}`);
}

function parsed(text: string): Audit {
  try {
    return JSON.parse(text) as Audit;
  } catch {
    return {};
  }
}
