/** Records one platform's profile under load, and proves that every request was counted and a tenth of them exported. */
import { load } from '../harness/load.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import type { SinkCommand } from '../harness/otlp-sink.js';
import type { Account, Platform, ProfileCommand, ProfileNode, Recording } from './recording.js';

export interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly requests: number;
  readonly cpuMicrosPerRequest: number;
  readonly spansExported: number;
}

/**
 * The engine attributes an inlined function's time to the one it was inlined into (seen on Node 20 and 24, also when the
 * profiler runs from the start): small functions of ours would vanish in Node's, and the application's in ours.
 */
const WITHOUT_INLINING = ['--no-turbo-inlining', '--no-maglev-inlining'];

const WARM_UP_REQUESTS = 20_000;

export async function record(platform: Platform, requests: number, isInlining: boolean): Promise<Profile> {
  const sink = new MeasuredProcess<SinkCommand>('harness/otlp-sink.js');
  const endpoint = `http://127.0.0.1:${await sink.ask<number>('ok')}`;
  const server = new MeasuredProcess<ProfileCommand>('profile/profiled-server.js', [platform, endpoint], {
    execArgv: isInlining ? [] : WITHOUT_INLINING,
  });
  try {
    const { port } = await server.hear<{ port: number }>();
    await load(port, WARM_UP_REQUESTS);
    await allExported(server);
    const before = await server.ask<Account>('start');
    await load(port, requests);
    await allExported(server);
    return between(before, await server.ask<Recording>('read'), requests);
  } finally {
    await server.kill();
    await sink.kill();
  }
}

/** Exporting is part of a request's cost: the recording ends when nothing waits any more. */
async function allExported(server: MeasuredProcess<ProfileCommand>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while ((await server.ask<Account>('account')).spansWaiting > 0) {
    if (performance.now() > deadline) throw new Error('spans still wait for their export after 30 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function between(before: Account, after: Recording, requests: number): Profile {
  const spansExported = after.spansExported - before.spansExported;
  assertCounted('requests', after.requests - before.requests, requests);
  assertCounted('decorated calls', after.calls - before.calls, requests);
  assertExported(spansExported, requests);
  const cpuMicrosPerRequest = (after.cpuMicros - before.cpuMicros) / requests;
  return { nodes: after.nodes, requests, cpuMicrosPerRequest, spansExported };
}

function assertCounted(what: string, counted: number, sent: number): void {
  if (counted !== sent) throw new Error(`sent ${sent} requests, counted ${counted} ${what}`);
}

/** The request's, the route handler's and the decorated method's. */
const SPANS_PER_REQUEST = 3;

/** A tenth of the requests, give or take chance. */
function assertExported(spans: number, requests: number): void {
  const share = spans / (requests * SPANS_PER_REQUEST);
  if (share < 0.09 || share > 0.11)
    throw new Error(`${spans} spans exported for ${requests} requests, of which 10 % are sampled`);
}
