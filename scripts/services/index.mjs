// The library part: starts servers and holds on to them until `stop`, or until this process ends in whatever way.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export { describeMissing, installMissing } from './install.mjs';
export { isInstalled, programs, servers, serversNamed } from './servers.mjs';

const keeper = join(dirname(fileURLToPath(import.meta.url)), 'keeper.mjs');
const stopTimeoutMs = 20_000;

/**
 * Starts servers side by side, each on a free port of 127.0.0.1.
 *
 * @param wanted entries of `servers` whose programs are installed
 * @param onEvent told as it happens: { event: 'ready', name, variable, url, seconds }, { event: 'failed', name, message },
 *   or later { event: 'ended', name, message } when a server ends by itself
 * @returns { settled, stop, unref }: a promise, once every server is ready or failed, of whether all are ready; the end of
 *   all of them; and Node's `unref`: lets this process end without `stop`, which ends them as well
 */
export function startServices(wanted, onEvent) {
  const folder = mkdtempSync(join(tmpdir(), 'observability-services-'));
  chmodSync(folder, 0o711);
  const child = spawn(process.execPath, [keeper, folder, ...wanted.map(({ name }) => name)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true, // a terminal's Ctrl-C reaches this process only, which then stops them in order
  });
  child.stdin.on('error', () => {});
  const exited = once(child, 'exit').then(() => clearUp(child.pid, folder));
  const relayed = relay(child, wanted, onEvent);
  const unref = () => [child, child.stdin, child.stdout].forEach((handle) => handle.unref());
  return { settled: relayed.settled, stop: () => stop(child, exited, relayed), unref };
}

function relay({ stdout }, wanted, onEvent) {
  const waitingFor = new Set(wanted.map(({ name }) => name));
  let areAllReady = true;
  const lines = createInterface({ input: stdout });
  const settled = new Promise((resolve) => {
    const tell = (event) => {
      onEvent(event);
      areAllReady &&= event.event === 'ready';
      waitingFor.delete(event.name);
      if (waitingFor.size === 0) resolve(areAllReady);
    };
    lines.on('line', (line) => tell(JSON.parse(line)));
    lines.on('close', () => {
      for (const { name } of wanted) tell({ event: 'ended', name, message: 'The process that keeps it has ended' });
    });
  });
  return { settled, mute: () => (onEvent = () => {}) };
}

async function stop(child, exited, { mute }) {
  mute();
  child.ref();
  child.stdin.end();
  const timer = setTimeout(() => killGroup(child.pid), stopTimeoutMs);
  await exited;
  clearTimeout(timer);
}

// Also for a keeper that was killed: what it left running is in its process group.
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
