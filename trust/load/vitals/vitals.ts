/** How much a process holds: memory after forced collections, and everything that must be given back, each counted by its name. */
import { channel } from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

export interface Vitals {
  readonly heapBytes: number;
  /** Buffers and what else lies outside the heap. */
  readonly externalBytes: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Those that the module and what it uses may subscribe to. */
const CHANNELS = [
  'http.client.request.created',
  'http.client.request.start',
  'http.client.request.error',
  'http.client.response.finish',
  'http.server.request.start',
  'http.server.response.finish',
  'net.client.socket',
  'net.server.socket',
  'undici:request:create',
  'undici:request:headers',
  'undici:request:trailers',
  'undici:request:error',
  'undici:client:sendHeaders',
  'undici:client:connected',
  'worker_threads',
  'child_process',
];

/** For finalization callbacks, and what they let go. */
const SETTLE_MS = 20;

/** @param emitters whose listeners are counted, by what they are called; needs --expose-gc */
export async function readVitals(
  emitters: Readonly<Record<string, EventEmitter>>,
  counts: Readonly<Record<string, number>> = {},
): Promise<Vitals> {
  for (let time = 0; time < 3; time++) {
    await wait(SETTLE_MS);
    globalThis.gc!();
  }
  const { heapUsed, external } = process.memoryUsage();
  const held = [counts, descriptors(), resources(), subscribers(), ...listeners({ process, ...emitters })];
  return { heapBytes: heapUsed, externalBytes: external, counts: Object.assign({}, ...held) as Vitals['counts'] };
}

function descriptors(): Record<string, number> {
  return { 'file descriptors': process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0 };
}

/** What keeps the process alive, by Node's own types. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of process.getActiveResourcesInfo()) {
    const name = `resources ${type}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function subscribers(): Record<string, number> {
  return Object.fromEntries(CHANNELS.map((name) => [`subscribers of ${name}`, subscribersOf(name)]));
}

/** Node tells only whether there are any; the list is its own. */
function subscribersOf(name: string): number {
  const { _subscribers: subscribed = [] } = channel(name) as unknown as { _subscribers?: readonly unknown[] };
  return subscribed.length;
}

function listeners(emitters: Readonly<Record<string, EventEmitter>>): Record<string, number>[] {
  return Object.entries(emitters).map(([name, emitter]) =>
    Object.fromEntries(
      emitter.eventNames().map((event) => [`listeners of ${name} to ${String(event)}`, emitter.listenerCount(event)]),
    ),
  );
}
