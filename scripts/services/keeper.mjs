// The process that the servers are children of: node keeper.mjs <folder> <server…>
//
// It lives as long as its standard input is open, which a parent cannot forget to close: however the parent ends, the
// servers end too and their folder is removed. Each line of its output is an event in JSON:
//   { event: 'ready', name, variable, url, seconds } | { event: 'failed' | 'ended', name, message }
import { rm } from 'node:fs/promises';
import { stopAll } from './children.mjs';
import { serversNamed } from './servers.mjs';
import { start } from './start.mjs';

const [folder, ...names] = process.argv.slice(2);
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
process.stdin.on('end', stop).on('error', stop).resume();
// The reader may be gone; that is noticed at standard input.
process.stdout.on('error', () => {});

await Promise.all(serversNamed(names).map(keep));

async function keep(server) {
  const startedMs = performance.now();
  try {
    const { url, children } = await start(server, folder);
    tell({ event: 'ready', name: server.name, variable: server.variable, url, seconds: since(startedMs) });
    for (const child of children) void child.ended.then(() => tellEnd(server, child));
  } catch (error) {
    if (!isStopping) tell({ event: 'failed', name: server.name, message: error.message });
  }
}

function tellEnd({ name }, child) {
  if (!isStopping) tell({ event: 'ended', name, message: child.describe('Ended by itself') });
}

async function stop() {
  if (isStopping) return;
  isStopping = true;
  await stopAll();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}

function tell(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function since(startedMs) {
  return Math.round((performance.now() - startedMs) / 100) / 10;
}
