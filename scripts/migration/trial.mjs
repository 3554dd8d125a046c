// One guide, tried: the application as it was must show what it shows, then the guide's steps are followed to the letter, and the
// application must answer the same and show as much again.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { run, start } from './application.mjs';
import { edited, stepsOf } from './guide-steps.mjs';
import { startReceiver } from './receiver.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SHOW_TIMEOUT_MS = 30_000;

// What is asked of every application, before and after, and must be answered alike.
const EXCHANGES = [
  ['POST', '/orders', { item: 'tea' }, 201, { id: 1, item: 'tea' }],
  ['GET', '/orders/1', undefined, 200, { id: 1, item: 'tea' }],
  ['GET', '/orders/9', undefined, 404, { message: 'There is no order 9', error: 'Not Found', statusCode: 404 }],
  ['POST', '/orders', { item: 'lead' }, 500, { statusCode: 500, message: 'Internal server error' }],
];

export async function tried(guide, tarball, folder) {
  const steps = unpacked(guide, folder);
  await run('npm ci --no-audit --no-fund --loglevel=error && npm run build', folder);
  await proven(folder, guide.shownBefore);
  for (const step of steps) await followed(step, folder, tarball);
  const left = guide.packagesGone.filter((name) => existsSync(join(folder, 'node_modules', name)));
  if (left.length > 0) throw new Error(`Still in the tree: ${left.join(', ')}`);
  return { steps: steps.length, shown: await proven(folder, guide.shownAfter) };
}

// Without npm: whether the guide's edits still fit the application.
export async function edits(guide, folder) {
  const steps = unpacked(guide, folder).filter(({ command = '' }) => !command.startsWith('npm '));
  for (const step of steps) await followed(step, folder);
  return { steps: steps.length, shown: [] };
}

function unpacked({ name, file }, folder) {
  cpSync(join(root, 'test/migration', name, 'before'), folder, { recursive: true });
  return stepsOf(readFileSync(join(root, file), 'utf8'));
}

// The package is not published yet where this runs: its name in a command of npm stands for the tarball.
async function followed({ kind, command, file, text }, folder, tarball) {
  if (kind === 'run') return run(command.replace(/(?<=^npm install .*)\bnestjs-observability\b/, tarball), folder);
  const path = join(folder, file);
  writeFileSync(path, kind === 'edit' ? edited(readFileSync(path, 'utf8'), text) : text);
}

async function proven(folder, wanted) {
  const receiver = await startReceiver();
  try {
    return await asked(await start(folder, environment(receiver.port)), wanted, receiver.received);
  } finally {
    receiver.stop();
  }
}

async function asked(application, wanted, received) {
  try {
    for (const exchange of EXCHANGES) await answered(application.url, exchange);
    return await shown(wanted, { application, ...received });
  } finally {
    await application.stop();
  }
}

function environment(port) {
  const url = `http://127.0.0.1:${port}`;
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    SENTRY_DSN: `http://key@127.0.0.1:${port}/1`,
    OBSERVE_ENDPOINT: url,
    OBSERVE_APP_KEY: 'key',
    OBSERVE_APP_SECRET: 'secret',
  };
}

async function answered(url, [method, path, body, status, answer]) {
  const sent = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url + path, { method, ...sent });
  const got = [response.status, await response.json()];
  if (isDeepStrictEqual(got, [status, answer])) return;
  throw new Error(`${method} ${path} answered ${JSON.stringify(got)} instead of ${JSON.stringify([status, answer])}`);
}

async function shown(wanted, seen) {
  const deadline = Date.now() + SHOW_TIMEOUT_MS;
  for (const [what, isThere] of Object.entries(wanted)) {
    while (!(await isThere(seen))) {
      if (Date.now() > deadline) throw new Error(`Not seen: ${what}. ${summary(seen)}`);
      await sleep(100);
    }
  }
  return Object.keys(wanted);
}

function summary({ application, spans, envelopes, batches }) {
  const parts = { spans: spans.map(({ name }) => name), envelopes, batches };
  return `Seen: ${JSON.stringify(parts).slice(0, 3000)}\n${application.output().slice(-3000)}`;
}
