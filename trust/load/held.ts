/** Thousands of requests open at the same time: the gauge knows each, half of their clients leave, and nothing of them stays. */
import type { Trial } from '../harness/trial.js';
import type { Platform } from './platform.js';
import { setTimeout as wait } from 'node:timers/promises';
import type { BusyProcess } from './busy/busy-process.js';
import { Connection } from './clients/connection.js';
import { Seen } from './clients/visit.js';
import { reportCounts } from './report-counts.js';
import { growthOf } from './vitals/growth.js';

/** Fewer in a short run, since every connection is opened by one process and accepted by another. */
const OPEN = { short: 2_000, usual: 10_000, long: 10_000 } as const;
/** The list of those that wait to be accepted has an end. */
const AT_ONCE = 200;
const ANSWER = '{"isHeld":false}';
const ARRIVAL_TIMEOUT_MS = 60_000;
const POLL_MS = 20;

export async function tryHeld(trial: Trial, platform: Platform, busy: BusyProcess): Promise<void> {
  const attackClass = `load.held.${platform}`;
  // The first time pools, maps and lists grow to the size that they then keep.
  await holdOnce(trial, attackClass, busy);
  await busy.settle();
  const before = await busy.vitals();
  await holdOnce(trial, attackClass, busy);
  await busy.settle();
  reportCounts(trial, platform, new Seen(), await busy.compare());
  const { facts, figures } = growthOf([before, await busy.vitals()]);
  for (const fact of facts) trial.lost(attackClass, fact, `${OPEN[trial.length]} requests held at once`);
  for (const [name, value] of Object.entries(figures)) trial.figure(attackClass, name, value);
}

async function holdOnce(trial: Trial, attackClass: string, busy: BusyProcess): Promise<void> {
  const count = OPEN[trial.length];
  const connections = await openAll(busy.port, count);
  const told = await untilHeld(busy, count);
  trial.tried(attackClass, count);
  if (told !== count) trial.lost(attackClass, `http_requests_active: ${told} told, ${count} open`, `${count} held`);
  trial.figure(attackClass, 'open at once', String(told));
  const half = connections.splice(0, count / 2);
  await Promise.all(half.map((connection, index) => connection.leave(index % 2 === 0)));
  await busy.release();
  await Promise.all(connections.map((connection) => connection.receives((text) => text.endsWith(ANSWER))));
  await Promise.all(connections.map((connection) => connection.leave(false)));
}

async function openAll(port: number, count: number): Promise<Connection[]> {
  const connections: Connection[] = [];
  while (connections.length < count)
    connections.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => openOne(port)))));
  return connections;
}

async function openOne(port: number): Promise<Connection> {
  const connection = await Connection.open(port);
  connection.write('GET /held HTTP/1.1\r\nHost: load\r\n\r\n');
  return connection;
}

/** Returns what the gauge says once all of them have arrived. */
async function untilHeld(busy: BusyProcess, count: number): Promise<number> {
  const deadlineMs = performance.now() + ARRIVAL_TIMEOUT_MS;
  for (;;) {
    const { open, told } = await busy.held();
    if (open === count) return told;
    if (performance.now() > deadlineMs) throw new Error(`${open} of ${count} requests have arrived`);
    await wait(POLL_MS);
  }
}
