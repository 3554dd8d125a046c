/**
 * The primary's side of `node:cluster`: workers introduce themselves, and what they count comes together here. Before the first does,
 * nothing is loaded for it.
 */
import cluster, { type Worker } from 'node:cluster';
import { Diagnostics } from '../../../kernel/index.js';
import type { AggregationRoot } from '../aggregation-root.js';
import { isIntroduction, type Introduction, type Member } from '../talking/member.js';
import { EVERYBODY, keyOf, messageOf, type Wire } from '../talking/peer.js';
import { rootTimeoutMs } from '../talking/timeouts.js';

/** By application: what its workers have counted stays as long as the primary runs. */
const roots = new Map<string, AggregationRoot>();
/** Applications that the primary runs itself. */
const owners = new Map<string, () => AggregationRoot>();
const membersOf = new Map<Worker, Map<string, Member>>();
let watcherCount = 0;

/** From now on workers that are there or come are admitted. Returns the undo. */
export function watchWorkers(): () => void {
  if (watcherCount++ === 0) {
    cluster.on('message', receive).on('disconnect', forget).on('exit', forget);
    for (const worker of Object.values(cluster.workers ?? {})) if (worker !== undefined) greet(worker);
  }
  return unwatch;
}

/** Where the workers of this application come together, once there are some. */
export function clusterRoot(key: string): AggregationRoot | undefined {
  return roots.get(key);
}

/** The primary runs this application itself: it says where that is. Returns the undo. */
export function ownRoot(key: string, root: () => AggregationRoot): () => void {
  owners.set(key, root);
  return () => void owners.delete(key);
}

function unwatch(): void {
  if (--watcherCount > 0) return;
  cluster.off('message', receive).off('disconnect', forget).off('exit', forget);
  for (const worker of membersOf.keys()) forget(worker);
  roots.clear();
}

/** Those that have introduced themselves to nobody do it again. */
function greet(worker: Worker): void {
  wireTo(worker).send(messageOf(EVERYBODY, 'station', { what: 'who is there' }));
}

function receive(worker: Worker, message: unknown): void {
  const key = keyOf(message, 'member');
  if (key === undefined) return;
  const { what, body } = message as { readonly what: string; readonly body?: unknown };
  if (what !== 'introduction') membersOf.get(worker)?.get(key)?.peer.receive(message);
  else if (isIntroduction(body)) introduce(worker, key, body);
}

function introduce(worker: Worker, key: string, introduction: Introduction): void {
  const { admit } = require('../talking/station.js') as StationModule;
  const members = membersOf.get(worker) ?? new Map<string, Member>();
  membersOf.set(worker, members);
  const root = roots.get(key) ?? owners.get(key)?.() ?? newRoot(introduction);
  roots.set(key, root);
  members.set(key, admit(introduction, wireTo(worker), key, root));
}

/** For a primary that runs no application of its own: limits and times are those of its workers. */
function newRoot(introduction: Introduction): AggregationRoot {
  const { AggregationRoot } = require('../aggregation-root.js') as RootModule;
  const answerTimeoutMs = rootTimeoutMs(introduction.collectTimeoutMs);
  return new AggregationRoot({ ...introduction, answerTimeoutMs, diagnostics: new Diagnostics() });
}

/** What a worker told remains, and messages that were under way when it died still count. */
function forget(worker: Worker): void {
  for (const [key, member] of membersOf.get(worker) ?? []) {
    roots.get(key)?.gathering.dismiss(member);
  }
  if (!worker.isConnected()) membersOf.delete(worker);
}

function wireTo(worker: Worker): Wire {
  let last: Promise<void> = Promise.resolve();
  return {
    send: (message) => {
      // With a callback, a worker that is gone makes no error event.
      last = new Promise((resolve) => worker.send(message, () => resolve()));
    },
    flushed: () => last,
  };
}

type RootModule = typeof import('../aggregation-root.js');
type StationModule = typeof import('../talking/station.js');
