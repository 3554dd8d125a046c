// Starts one server in a folder and on ports of its own, and returns when it answers over its protocol.
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { account, Child, run } from './children.mjs';
import { freePorts } from './free-ports.mjs';
import { greet } from './greeting.mjs';

const readyTimeoutMs = 60_000;
const betweenGreetingsMs = 50;

/**
 * @param parent an existing folder; the server's own is made in it
 * @returns { url, children }: what to connect to, and the processes in the order of their start
 * @throws Error with the last lines the server wrote, nothing of it left running
 */
export async function start(server, parent) {
  try {
    return await attempt(server, parent);
  } catch (error) {
    if (!(error instanceof EndedEarly)) throw error;
    // Mostly because somebody took a port between finding it free and listening on it; not all servers say so.
    return attempt(server, parent);
  }
}

class EndedEarly extends Error {}

async function attempt(server, parent) {
  const place = await makePlace(server, parent);
  const children = [];
  try {
    for (const step of server.prepare?.(place) ?? []) await run(step, place.folder, readyTimeoutMs);
    for (const process of server.processes(place)) {
      const child = new Child(process, place.folder);
      children.push(child);
      await untilReady(child, process.greeting);
    }
    return { url: server.url(place), children };
  } catch (error) {
    await stopInReverse(children);
    throw error;
  }
}

async function makePlace(server, parent) {
  const folder = mkdtempSync(join(parent, `${server.name}-`));
  const place = { folder, ports: await freePorts(server.portCount ?? 1), password: randomBytes(9).toString('hex') };
  for (const [name, content] of Object.entries(server.files?.(place) ?? {})) give(join(folder, name), content);
  giveAway(folder);
  return place;
}

function give(file, content) {
  writeFileSync(file, content, { mode: 0o600 });
  giveAway(file);
}

function giveAway(path) {
  if (account.uid !== undefined) chownSync(path, account.uid, account.gid);
}

async function untilReady(child, greeting) {
  const deadline = performance.now() + readyTimeoutMs;
  while (performance.now() < deadline && child.isRunning) {
    if ((await greet(greeting)) && child.isRunning) return;
    await delay(betweenGreetingsMs);
  }
  if (child.isRunning) throw new Error(child.describe(`No answer on port ${greeting.port} in ${readyTimeoutMs} ms`));
  await child.ended;
  throw new EndedEarly(child.describe('Ended before it answered'));
}

async function stopInReverse(children) {
  for (const child of children.toReversed()) await child.stop();
}
