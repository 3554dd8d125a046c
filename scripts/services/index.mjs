// The library part: starts servers and holds on to them until `stop`, or until this process ends in whatever way.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export { describeMissing, installMissing } from './install.mjs';
export { isInstalled, servers, serversNamed } from './servers.mjs';

const keeper = join(dirname(fileURLToPath(import.meta.url)), 'keeper.mjs');
const stopTimeoutMs = 20_000;

/**
 * Starts servers side by side, each on a free port of 127.0.0.1. Does not keep this process alive.
 *
 * @param wanted entries of `servers` whose programs are installed
 * @param onEvent told as it happens: { event: 'ready', name, variable, url, seconds }, { event: 'failed', name, message },
 *   or later { event: 'ended', name, message } when a server ends by itself
 * @returns { settled, stop }: a promise of every server having become ready or failed, and the end of all of them
 */
export function startServices(wanted, onEvent) {
  const folder = mkdtempSync(join(tmpdir(), 'observability-services-'));
  chmodSync(folder, 0o711);
  const child = spawn(process.execPath, [keeper, folder, ...wanted.map(({ name }) => name)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true, // a terminal's Ctrl-C reaches this process only, which then stops them in order
  });
  for (const handle of [child, child.stdin, child.stdout]) handle.unref();
  child.stdin.on('error', () => {});
  const ended = once(child, 'exit').then(() => clearUp(child.pid, folder));
  return { settled: relay(child, wanted, onEvent), stop: () => stop(child, ended) };
}

function relay(child, wanted, onEvent) {
  const waitingFor = new Set(wanted.map(({ name }) => name));
  return new Promise((resolve) => {
    if (waitingFor.size === 0) resolve();
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line);
      onEvent(event);
      waitingFor.delete(event.name);
      if (waitingFor.size === 0) resolve();
    });
    child.once('exit', () => {
      for (const name of waitingFor) onEvent({ event: 'failed', name, message: 'Stopped before it was ready' });
      resolve();
    });
  });
}

async function stop(child, ended) {
  child.ref();
  child.stdin.end();
  const timer = setTimeout(() => killGroup(child.pid), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}

// For a keeper that was killed: what it left running is in its process group.
function clearUp(pid, folder) {
  killGroup(pid);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
