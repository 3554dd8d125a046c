// Installs the servers from Debian's packages without letting Debian start them, now or at the next boot.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { findProgram } from './programs.mjs';
import { isInstalled } from './servers.mjs';

const policyFile = '/usr/sbin/policy-rc.d';

/**
 * Installs the packages of those servers whose programs are missing. Does nothing when none is.
 *
 * @throws Error with the fix when apt is absent, the user is not root, or a package cannot be installed
 */
export function installMissing(servers) {
  const missing = servers.filter((server) => !isInstalled(server));
  if (missing.length === 0) return;
  requireAptAndRoot(missing);
  const newUnits = missing.flatMap(({ units }) => units).filter((unit) => !systemctl('is-enabled', unit));
  withoutStartingDaemons(() => install(missing.flatMap(({ packages }) => packages)));
  for (const unit of newUnits) systemctl('disable', '--now', unit);
  const still = missing.filter((server) => !isInstalled(server));
  if (still.length > 0) throw new Error(`Installed, but programs are not found: ${describeMissing(still)}`);
}

/** `redis (Debian: redis-server)` for each. */
export function describeMissing(servers) {
  return servers.map(({ name, packages }) => `${name} (Debian: ${packages.join(' ')})`).join(', ');
}

function requireAptAndRoot(missing) {
  const wanted = describeMissing(missing);
  if (findProgram('apt-get') === undefined)
    throw new Error(`There is no apt-get here. Fix: install with this system's own package manager: ${wanted}`);
  if (process.getuid() !== 0) throw new Error(`Only root can install ${wanted}. Fix: run it again with sudo`);
}

// Debian asks this file before it starts a daemon; 101 forbids it. An administrator's own answer is left alone.
function withoutStartingDaemons(work) {
  if (existsSync(policyFile)) return work();
  // An interrupted apt-get fails, and the file goes; without the handler Node would go first.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return work();
  } finally {
    rmSync(policyFile, { force: true });
  }
}

function install(packages) {
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

function apt(...args) {
  process.stderr.write(`apt-get ${args.join(' ')}\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync('apt-get', ['-o', 'Dpkg::Use-Pty=0', ...args], {
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (status === 0) return;
  const lines = `${stdout}${stderr}`.trim().split('\n').slice(-20).join('\n');
  throw new Error(`apt-get ${args[0]} failed (status ${status}):\n${lines}`);
}

/** Whether it succeeded; without systemd nothing does, and nothing has to. */
function systemctl(...args) {
  return spawnSync('systemctl', args, { stdio: 'ignore' }).status === 0;
}
